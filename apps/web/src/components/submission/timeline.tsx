import type { SubmissionView } from "@maskboard/contracts";
import { CheckIcon, XIcon } from "lucide-react";
import { LocalClock, LocalTime } from "@/components/site/local-time";
import { Progress } from "@/components/ui/progress";
import { cn } from "@/lib/cn";
import { count, plural } from "@/lib/format";
import { STATE_WORDS, type StepStatus, timelineSteps } from "./states";

/** What has happened and what is happening, from upload to result. */
export function Timeline({ view }: { view: SubmissionView }) {
  const steps = timelineSteps(view);
  return (
    <section aria-label="Progress" className="grid gap-5">
      <ol className="flex">
        {steps.map(({ title, status, at }, index) => (
          <li
            key={title}
            className={cn(
              "grid content-start gap-2",
              index === 0 ? "w-7 whitespace-nowrap" : "flex-1",
            )}
          >
            <div className="flex items-center">
              {index > 0 ? (
                <span
                  aria-hidden
                  className={cn(
                    "h-0.5 flex-1",
                    status === "done" || status === "current" ? "bg-primary" : "bg-line",
                    status === "bad" && "bg-danger/40",
                  )}
                />
              ) : null}
              <StepDot status={status} />
            </div>
            <div className={cn("text-right", index === 0 && "text-left")}>
              <p
                className={cn(
                  "text-sm",
                  status === "ahead" ? "text-muted-foreground" : "font-medium",
                )}
              >
                {title}
                <span className="sr-only">: {status}</span>
              </p>
              <p className="text-xs text-muted-foreground max-sm:hidden">
                {at ? <LocalClock at={at} /> : "\u00a0"}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <Now view={view} />
      {view.events.length > 0 ? (
        <details className="text-sm">
          <summary className="w-fit text-muted-foreground">
            {plural(view.events.length, "event")}
          </summary>
          <ol className="mt-3 grid gap-1.5">
            {view.events.map((event) => (
              <li
                key={`${event.at.getTime()}-${event.state}`}
                className="grid grid-cols-[11rem_5rem_minmax(0,1fr)] gap-2 max-sm:grid-cols-[1fr_auto]"
              >
                <span className="text-muted-foreground">
                  <LocalTime at={event.at} />
                </span>
                <span>{STATE_WORDS[event.state]}</span>
                <span className="text-muted-foreground max-sm:col-span-2">{event.text}</span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}

function StepDot({ status }: { status: StepStatus }) {
  return (
    <span
      aria-hidden
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-full border-2",
        status === "ahead" && "border-line bg-background",
        status === "current" && "border-primary bg-background",
        status === "done" && "border-primary bg-primary text-primary-foreground",
        status === "bad" && "border-danger bg-danger text-background",
      )}
    >
      {status === "done" ? <CheckIcon className="size-4" strokeWidth={3} /> : null}
      {status === "bad" ? <XIcon className="size-4" strokeWidth={3} /> : null}
      {status === "current" ? (
        <span className="size-2.5 animate-pulse rounded-full bg-primary" />
      ) : null}
    </span>
  );
}

/** One sentence about this moment, with a bar where there is something to count. */
function Now({ view }: { view: SubmissionView }) {
  const { state, progress, queuePosition } = view;
  // A model makes its masks while it is checked.
  const word = state === "checking" && view.lane === "model" ? "Segmenting" : STATE_WORDS[state];
  let text: string | null = null;
  if (state === "queued") {
    text =
      queuePosition === null
        ? "Waiting for a scorer."
        : queuePosition === 0
          ? "Next in the queue."
          : `${plural(queuePosition, "submission")} before this one.`;
  } else if (state === "checking" || state === "scoring") {
    text = progress
      ? `${word} ${count(progress.done)} of ${plural(progress.total, "image")}`
      : `${word}…`;
  } else if (state === "uploaded") {
    text = "The file has arrived.";
  } else if (state === "failed" && view.error?.code !== "cancelled") {
    text = "Something broke on our side. It is tried again and not charged.";
  }
  return (
    <div aria-live="polite" className="grid gap-2 empty:hidden">
      {text ? <p className="text-sm">{text}</p> : null}
      {progress && progress.total > 0 ? (
        <Progress value={progress.done / progress.total} label={word} />
      ) : null}
    </div>
  );
}
