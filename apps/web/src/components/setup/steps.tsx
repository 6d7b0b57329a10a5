import { CheckIcon } from "lucide-react";
import Link from "next/link";
import { cn } from "@/lib/cn";

/** The way from a folder of images to a challenge that people see. */
export const SETUP_STEPS = [
  { key: "data", label: "Data" },
  { key: "report", label: "Report" },
  { key: "about", label: "What it is" },
  { key: "classes", label: "Classes" },
  { key: "rules", label: "Rules" },
  { key: "dates", label: "Dates" },
  { key: "publish", label: "Publish" },
] as const;
export type SetupStep = (typeof SETUP_STEPS)[number]["key"];

interface StepsProps {
  current: SetupStep;
  /** Addresses of the steps that one can go to now. */
  paths: Partial<Record<SetupStep, string>>;
}

export function Steps({ current, paths }: StepsProps) {
  const at = SETUP_STEPS.findIndex(({ key }) => key === current);
  return (
    <nav aria-label="Steps" className="py-1">
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm sm:gap-x-3">
        {SETUP_STEPS.map(({ key, label }, index) => {
          const path = paths[key];
          const content = (
            <>
              <span
                aria-hidden
                className={cn(
                  "grid size-6 shrink-0 place-items-center rounded-full border border-line-strong/60 text-xs font-medium",
                  index < at && "border-primary bg-primary-soft text-primary",
                  index === at && "border-primary bg-primary text-primary-foreground",
                )}
              >
                {index < at ? <CheckIcon className="size-3.5" /> : index + 1}
              </span>
              <span className={cn(index !== at && "max-sm:sr-only")}>{label}</span>
            </>
          );
          const look = cn(
            "flex items-center gap-2 rounded-md py-1 pr-1 text-muted-foreground",
            index === at && "font-medium text-foreground",
          );
          return (
            <li key={key} className="flex items-center sm:gap-3">
              {index > 0 ? <span aria-hidden className="h-px w-5 bg-line max-sm:hidden" /> : null}
              {path && index !== at ? (
                <Link href={path} className={cn(look, "hover:text-foreground")}>
                  {content}
                </Link>
              ) : (
                <span className={look} aria-current={index === at ? "step" : undefined}>
                  {content}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
