const LAYOUT = `challenge.yaml   classes, void, texts
train/images/    a.jpg, b.jpg, …
train/masks/     a.png, b.png, …
test/images/     p.jpg, q.jpg, …
test/masks/      p.png, q.png, …
test/split.csv   image,split`;

/** What a challenge folder looks like. */
export function FolderLayout() {
  return (
    <div className="grid gap-3 text-sm">
      <h2 className="font-semibold">What is in the folder</h2>
      <pre className="overflow-x-auto rounded-xl border border-line bg-muted p-4 font-mono text-[0.8125rem] leading-relaxed whitespace-pre-wrap">
        {LAYOUT}
      </pre>
      <p className="text-muted-foreground">
        A mask is a PNG of class ids with the size of its image and the same name. In{" "}
        <code className="font-mono text-[0.85em]">challenge.yaml</code> only the classes are needed.
        Without a split.csv half of the test images become public. Nothing is shown to anybody
        before you publish it.
      </p>
    </div>
  );
}
