"use client";

import { useEffect, useState } from "react";
import { splitSpan } from "@/lib/format";

/** The current time, once a second; `null` while the page is rendered on the server. */
export function useNow(everyMs = 1_000): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Time that is left, in days and hours, and in seconds on the last day. */
export function Countdown({ to }: { to: Date }) {
  const now = useNow();
  if (now === null) return <span className="invisible">00 d 00 h</span>;
  const { days, hours, minutes, seconds } = splitSpan(to.getTime() - now);
  const text =
    days > 0
      ? `${days} d ${hours} h`
      : `${hours} h ${String(minutes).padStart(2, "0")} min ${String(seconds).padStart(2, "0")} s`;
  return (
    <time dateTime={to.toISOString()} className="tabular-nums">
      {text}
    </time>
  );
}
