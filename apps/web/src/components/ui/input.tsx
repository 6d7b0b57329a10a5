import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const field =
  "h-10 w-full rounded-lg border border-line-strong/60 bg-surface px-3 text-sm placeholder:text-muted-foreground disabled:opacity-50 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(field, className)} {...props} />;
}
