import { CircleAlertIcon } from "lucide-react";
import { cn } from "@/lib/cn";
import type { Problem } from "@/lib/problem";

/** An error in words: what happened, what to change, and the files that it is about. */
export function ProblemNote({ problem, className }: { problem: Problem; className?: string }) {
  const { details } = problem;
  const files = details.files ?? [];
  const hidden = (details.total ?? files.length) - files.length;
  return (
    <div
      role="alert"
      className={cn("rounded-xl border border-danger/35 bg-danger-soft p-4 text-sm", className)}
    >
      <div className="flex gap-3">
        <CircleAlertIcon className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
        <div className="grid min-w-0 gap-1.5">
          <p className="font-medium wrap-anywhere">{problem.message}</p>
          {problem.fix ? <p>{problem.fix}</p> : null}
          {files.length > 0 ? (
            <details className="mt-1" open={files.length <= 8}>
              <summary className="text-[0.8125rem] text-muted-foreground">
                {files.length + hidden} {files.length + hidden === 1 ? "file" : "files"}
              </summary>
              <ul className="mt-2 columns-2 gap-6 font-mono text-[0.8125rem] sm:columns-3">
                {files.map((file) => (
                  <li key={file} className="truncate" title={file}>
                    {file}
                  </li>
                ))}
                {hidden > 0 ? <li>and {hidden} more</li> : null}
              </ul>
            </details>
          ) : null}
          <p className="font-mono text-xs text-muted-foreground">{problem.code}</p>
        </div>
      </div>
    </div>
  );
}
