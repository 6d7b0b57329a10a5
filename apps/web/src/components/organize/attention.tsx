import { ArrowRightIcon, CheckIcon } from "lucide-react";
import Link from "next/link";
import { cn } from "@/lib/cn";
import type { AttentionItem } from "./attention-of";

/** What needs an organizer, each with the way to it. */
export function Attention({ slug, items }: { slug: string; items: readonly AttentionItem[] }) {
  return (
    <section className="grid gap-3" aria-labelledby="attention">
      <h2 id="attention" className="text-lg font-semibold">
        What needs you
      </h2>
      {items.length === 0 ? (
        <p className="flex items-center gap-2 text-sm text-muted-foreground">
          <CheckIcon className="size-4 text-good" aria-hidden /> Nothing at the moment.
        </p>
      ) : (
        <ul>
          {items.map(({ text, path, label, urgent = false }) => (
            <li
              key={text}
              className="flex min-h-13 flex-wrap items-center gap-x-6 gap-y-1 border-b border-line py-3 text-sm"
            >
              <span className="flex items-center gap-3">
                <i
                  aria-hidden
                  className={cn(
                    "size-2 shrink-0 rounded-full",
                    urgent ? "bg-danger" : "bg-primary",
                  )}
                />
                {text}
              </span>
              <Link
                href={`/challenges/${slug}/organize${path}`}
                className="ml-auto inline-flex items-center gap-1.5 rounded-sm font-medium text-primary underline-offset-4 hover:underline"
              >
                {label} <ArrowRightIcon className="size-4" aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
