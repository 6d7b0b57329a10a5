/** Two regions and what they share: the intersection over the union that everything here is about. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true" focusable="false">
      <path d="M16 8.520a9 9 0 0 1 0 14.960 9 9 0 0 1 0-14.960Z" className="fill-primary" />
      <g fill="none" stroke="currentColor" strokeWidth="2.200">
        <circle cx="11" cy="16" r="9" />
        <circle cx="21" cy="16" r="9" />
      </g>
    </svg>
  );
}
