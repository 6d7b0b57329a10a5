import type { ReactNode } from "react";

interface PageHeadProps {
  title: string;
  /** What the page is for, in a sentence. */
  text?: ReactNode;
  /** Buttons. */
  children?: ReactNode;
}

/** The head of an organizer's page: what it is for, and what one can do at once. */
export function PageHead({ title, text, children }: PageHeadProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold">{title}</h1>
        {text ? <p className="max-w-prose text-sm text-muted-foreground">{text}</p> : null}
      </div>
      {children ? <div className="flex flex-wrap gap-2">{children}</div> : null}
    </div>
  );
}
