/** Next.js runs this once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { maskboard } = await import("./server/maskboard");
  const { getServices, recoverUploads } = await maskboard();
  // In the background: pages need not wait for it.
  getServices()
    .then(recoverUploads)
    .then((ids) => ids.length > 0 && console.log(`uploads that were whole already: ${ids.join()}`))
    .catch((error) => console.error("uploads could not be looked through:", error));
}
