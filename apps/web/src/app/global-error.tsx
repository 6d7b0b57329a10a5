"use client";

/** Stands in for the whole document when even the layout fails, so it brings its own few styles. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", maxWidth: "36rem", margin: "20vh auto" }}>
        <title>Maskboard can't be reached</title>
        <main>
          <h1>Maskboard can't show this page now</h1>
          <p>The server had a fault. Uploads and scores are kept. Try again in a moment.</p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
