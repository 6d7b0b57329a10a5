/** A class's name behind its colour. */
export function ClassLabel({ name, color }: { name: string; color: string }) {
  return (
    <span className="flex items-center gap-2.5">
      <i aria-hidden className="size-3.5 shrink-0 rounded-[4px]" style={{ background: color }} />
      {name}
    </span>
  );
}
