"use client";

import { type Schedule, TIMETABLE_FIELDS } from "@maskboard/contracts";
import { useNow } from "@/components/site/countdown";
import { cn } from "@/lib/cn";
import { span } from "@/lib/format";
import { useTimeZone } from "@/lib/use-time-zone";
import { zonedText } from "@/lib/wall-time";
import { INSTANTS } from "./names";

/** The course of a challenge from top to bottom, with the present in its place. */
export function Timeline({ schedule }: { schedule: Schedule }) {
  const zone = useTimeZone();
  const ticking = useNow(10_000);
  const now = ticking ?? schedule.now.getTime();
  const points = TIMETABLE_FIELDS.flatMap((field) => {
    const at = schedule[field];
    return at ? [{ field, at: at.getTime() }] : [];
  }).sort((a, b) => a.at - b.at);
  const passed = points.filter(({ at }) => at <= now);
  const ahead = points.filter(({ at }) => at > now);
  return (
    <ol className="relative grid before:absolute before:top-3 before:bottom-3 before:left-[0.4375rem] before:w-0.5 before:bg-line">
      {passed.map(({ field, at }) => (
        <Point key={field} field={field} at={at} now={now} zone={zone} />
      ))}
      <li className="relative grid grid-cols-[1rem_1fr] items-center gap-4 py-2 text-sm">
        <span
          aria-hidden
          className="mx-auto size-4 rounded-full border-4 border-primary bg-background"
        />
        <span>
          <span className="font-medium text-primary">Now</span>{" "}
          <time dateTime={new Date(now).toISOString()} suppressHydrationWarning>
            {zonedText(new Date(now), zone)}
          </time>
        </span>
      </li>
      {ahead.map(({ field, at }) => (
        <Point key={field} field={field} at={at} now={now} zone={zone} />
      ))}
    </ol>
  );
}

interface PointProps {
  field: (typeof TIMETABLE_FIELDS)[number];
  at: number;
  now: number;
  zone: string;
}

function Point({ field, at, now, zone }: PointProps) {
  const past = at <= now;
  const { name, text } = INSTANTS[field];
  return (
    <li className="relative grid grid-cols-[1rem_1fr] items-start gap-4 py-2 text-sm">
      <span
        aria-hidden
        className={cn(
          "mx-auto mt-1.5 size-2.5 rounded-full",
          past ? "bg-foreground" : "border-2 border-line-strong bg-background",
        )}
      />
      <div className="grid gap-0.5">
        <p>
          <span className="font-medium">{name}</span>{" "}
          <time dateTime={new Date(at).toISOString()} suppressHydrationWarning>
            {zonedText(new Date(at), zone)}
          </time>{" "}
          <span className="whitespace-nowrap text-muted-foreground" suppressHydrationWarning>
            {past ? `${span(now - at)} ago` : `in ${span(at - now)}`}
          </span>
        </p>
        <p className="text-[0.8125rem] text-muted-foreground">{text}</p>
      </div>
    </li>
  );
}
