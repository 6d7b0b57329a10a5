import { CHECK_STEPS, type CheckStep } from "@maskboard/contracts";
import { CheckIcon, LoaderCircleIcon, XIcon } from "lucide-react";
import { cn } from "@/lib/cn";
import { count } from "@/lib/format";
import type { CheckState } from "./use-check";

const WORDS: Record<CheckStep, { title: string; note: string }> = {
  archive: { title: "The archive opens", note: "zip, not encrypted, nothing odd inside" },
  names: { title: "One mask for each image", note: "none missing, none twice, none extra" },
  format: { title: "Masks have the right form", note: "PNG, one channel, size of the image" },
  labels: { title: "Only classes of the challenge", note: "every pixel is read" },
};

export function CheckSteps({ steps }: { steps: CheckState["steps"] }) {
  return (
    <ol className="grid gap-1" aria-label="Checks">
      {CHECK_STEPS.map((name) => {
        const step = steps[name];
        const status = step?.status ?? "waiting";
        const { title, note } = WORDS[name];
        return (
          <li
            key={name}
            data-status={status}
            className={cn(
              "flex items-center gap-3 rounded-lg py-2 transition-opacity",
              status === "waiting" && "text-muted-foreground",
            )}
          >
            <StepIcon status={status} />
            <div className="min-w-0 flex-1">
              <p className="text-sm font-medium">{title}</p>
              <p className="text-[0.8125rem] text-muted-foreground">{note}</p>
            </div>
            {step && step.total > 1 ? (
              <span className="text-[0.8125rem] text-muted-foreground">
                {count(step.done)} / {count(step.total)}
              </span>
            ) : null}
            <span className="sr-only">{status}</span>
          </li>
        );
      })}
    </ol>
  );
}

function StepIcon({ status }: { status: "waiting" | "running" | "passed" | "failed" }) {
  const circle = "grid size-6 shrink-0 place-items-center rounded-full";
  if (status === "passed") {
    return (
      <span aria-hidden className={cn(circle, "bg-primary text-primary-foreground")}>
        <CheckIcon className="size-3.5" strokeWidth={3} />
      </span>
    );
  }
  if (status === "failed") {
    return (
      <span aria-hidden className={cn(circle, "bg-danger text-background")}>
        <XIcon className="size-3.5" strokeWidth={3} />
      </span>
    );
  }
  if (status === "running") {
    return (
      <span aria-hidden className={circle}>
        <LoaderCircleIcon className="size-5 animate-spin text-primary" />
      </span>
    );
  }
  return (
    <span aria-hidden className={circle}>
      <span className="size-2 rounded-full bg-line-strong/50" />
    </span>
  );
}
