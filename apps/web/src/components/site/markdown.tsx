import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** An organizer's text. HTML in it is shown as text, never run; links may not carry scripts. */
export function Prose({ text }: { text: string }) {
  return (
    <div className="prose">
      <Markdown
        remarkPlugins={[remarkGfm]}
        // The page has its own first heading.
        components={{ h1: "h2", table: ScrollTable }}
      >
        {text}
      </Markdown>
    </div>
  );
}

function ScrollTable({ children }: { children?: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, by keyboard too
    <section className="overflow-x-auto" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </section>
  );
}
