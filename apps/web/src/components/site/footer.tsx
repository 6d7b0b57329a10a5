export function Footer() {
  return (
    <footer className="mt-20 border-t border-line">
      <div className="page py-6 text-[0.8125rem] text-muted-foreground">
        Maskboard · segmentation challenges on your own machines
      </div>
    </footer>
  );
}
