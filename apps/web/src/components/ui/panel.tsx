import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export function Panel({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("rounded-xl border border-line bg-surface", className)} {...props} />;
}

/** What a list shows when there is nothing in it yet: one sentence and the way on. */
export function Empty({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "grid justify-items-center gap-4 rounded-xl border border-dashed border-line-strong/50 px-6 py-16 text-center text-muted-foreground",
        className,
      )}
      {...props}
    />
  );
}

export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      aria-hidden
      className={cn("animate-pulse rounded-md bg-muted motion-reduce:animate-none", className)}
      {...props}
    />
  );
}
