"use client";

import { useEffect, useState } from "react";
import { ago } from "@/lib/format";
import { useNow } from "./countdown";

/** A moment in the viewer's own time zone; UTC until the browser has taken over. */
export function LocalTime({ at, withTime = true }: { at: Date; withTime?: boolean }) {
  const [text, setText] = useState(() => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`);
  useEffect(() => {
    const style = withTime
      ? ({ dateStyle: "medium", timeStyle: "short" } as const)
      : ({ dateStyle: "medium" } as const);
    setText(new Intl.DateTimeFormat(undefined, style).format(at));
  }, [at, withTime]);
  return (
    <time dateTime={at.toISOString()} suppressHydrationWarning>
      {text}
    </time>
  );
}

/** The time of day to the second, in the viewer's own time zone; UTC until the browser has taken over. */
export function LocalClock({ at }: { at: Date }) {
  const [text, setText] = useState(() => at.toISOString().slice(11, 19));
  useEffect(() => {
    setText(new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(at));
  }, [at]);
  return (
    <time dateTime={at.toISOString()} title={at.toUTCString()} suppressHydrationWarning>
      {text}
    </time>
  );
}

/** How long ago; the exact moment shows in the title. */
export function Ago({ at }: { at: Date }) {
  const now = useNow(30_000);
  return (
    <time dateTime={at.toISOString()} title={at.toUTCString()} suppressHydrationWarning>
      {now === null ? at.toISOString().slice(0, 10) : ago(at, now)}
    </time>
  );
}
