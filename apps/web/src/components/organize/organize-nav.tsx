"use client";

import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { ORGANIZE_PAGES } from "./pages";

/** The organizer's pages: beside the page on a wide screen, a strip that scrolls on a phone. */
export function OrganizeNav({ slug }: { slug: string }) {
  const here = usePathname();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>("[aria-current]");
    if (here && current && strip.current) {
      strip.current.scrollLeft =
        current.offsetLeft - strip.current.clientWidth / 2 + current.clientWidth / 2;
    }
  }, [here]);
  const base = `/challenges/${slug}/organize`;
  return (
    <nav
      ref={strip}
      aria-label="Organize"
      className="relative -mx-[clamp(1rem,4vw,2.5rem)] flex [scrollbar-width:none] gap-1 overflow-x-auto border-b border-line px-[clamp(1rem,4vw,2.5rem)] py-2 lg:sticky lg:top-6 lg:mx-0 lg:max-h-[calc(100dvh-3rem)] lg:flex-col lg:gap-5 lg:overflow-y-auto lg:border-0 lg:p-0"
    >
      {ORGANIZE_PAGES.map(({ group, pages }) => (
        <ul key={group} className="flex gap-1 lg:grid lg:gap-0.5" aria-label={group}>
          {pages.map(({ path, label }) => {
            const href = base + path;
            const current = path === "" ? here === base : here.startsWith(href);
            return (
              <li key={path}>
                <Link
                  href={href}
                  aria-current={current ? "page" : undefined}
                  className={cn(
                    "block rounded-md px-3 py-2 text-sm whitespace-nowrap text-muted-foreground hover:bg-muted hover:text-foreground lg:py-1.5",
                    "focus-visible:-outline-offset-2 aria-[current]:bg-primary-soft aria-[current]:font-medium aria-[current]:text-primary",
                  )}
                >
                  <Label text={label} />
                </Link>
              </li>
            );
          })}
        </ul>
      ))}
    </nav>
  );
}

/** Pulses while its page is on the way, on slow lines. */
function Label({ text }: { text: string }) {
  const { pending } = useLinkStatus();
  return <span className={cn(pending && "animate-pulse [animation-delay:150ms]")}>{text}</span>;
}
