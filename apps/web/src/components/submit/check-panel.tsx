import { InfoIcon } from "lucide-react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { bytes } from "@/lib/format";
import { CheckSteps } from "./check-steps";
import { MaskThumbs } from "./mask-thumbs";
import type { CheckState } from "./use-check";

interface CheckPanelProps {
  state: CheckState;
  /** Absent while something is being sent. */
  onRestart: (() => void) | undefined;
}

/** The checks as they tick, what was understood, and what is wrong. */
export function CheckPanel({ state, onRestart }: CheckPanelProps) {
  const { file, lane, steps, thumbs, report, failure } = state;
  return (
    <Panel className="grid gap-5 p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-medium wrap-anywhere">{file.name}</h2>
          <p className="text-[0.8125rem] text-muted-foreground">{bytes(file.size)}</p>
        </div>
        {onRestart ? (
          <Button variant="outline" size="sm" onClick={onRestart}>
            Another file
          </Button>
        ) : null}
      </div>
      {lane === "masks" ? <CheckSteps steps={steps} /> : null}
      {thumbs.length > 0 ? <MaskThumbs thumbs={thumbs} /> : null}
      {report?.notices.map((notice) => (
        <p key={notice} className="flex gap-2 text-sm text-muted-foreground">
          <InfoIcon className="mt-0.5 size-4 shrink-0" aria-hidden /> {notice}
        </p>
      ))}
      {report?.errors.map((error) => (
        <ProblemNote key={error.message} problem={error} />
      ))}
      {failure ? (
        <ProblemNote
          problem={{
            code: "file_unreadable",
            message: `The browser could not read the file: ${failure}`,
            fix: "Choose it again. If it was written meanwhile, wait until that has ended.",
            details: {},
          }}
        />
      ) : null}
      {report && report.errors.length > 0 ? (
        <p className="text-sm text-muted-foreground">
          Nothing was sent and nothing is charged. Mend the file and choose it again.
        </p>
      ) : null}
    </Panel>
  );
}
