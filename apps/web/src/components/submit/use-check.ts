import type { CheckStep, Lane, SubmissionSpec } from "@maskboard/contracts";
import type { CheckProgress, CheckReport } from "@maskboard/data/check";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CheckMessage, CheckRequest, MaskThumb } from "./check-messages";
import { modelReport } from "./model-report";

export interface CheckState {
  file: File;
  lane: Lane;
  steps: Partial<Record<CheckStep, CheckProgress>>;
  thumbs: MaskThumb[];
  report: CheckReport | null;
  /** The check itself could not run, e.g. because the file changed on disk. */
  failure: string | null;
}

/** Checks one file at a time in a worker of its own. */
export function useCheck(spec: SubmissionSpec, lanes: readonly Lane[]) {
  const [state, setState] = useState<CheckState | null>(null);
  const worker = useRef<Worker>(null);

  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const start = useCallback(
    (file: File) => {
      stop();
      setState({ file, lane: "masks", steps: {}, thumbs: [], report: null, failure: null });
      const current = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
      worker.current = current;
      const change = (next: (old: CheckState) => Partial<CheckState>) =>
        setState((old) => old && { ...old, ...next(old) });
      current.addEventListener("message", ({ data }: MessageEvent<CheckMessage>) => {
        if (data.kind === "progress") {
          change((old) => ({ steps: { ...old.steps, [data.progress.step]: data.progress } }));
        } else if (data.kind === "thumb") {
          change((old) => ({ thumbs: [...old.thumbs, data.thumb] }));
        } else {
          change(() => {
            if (data.kind === "failure") return { failure: data.message };
            if (data.kind === "report") return { report: data.report };
            return { lane: "model", report: modelReport(lanes) };
          });
          stop();
        }
      });
      current.addEventListener("error", (event) => {
        change(() => ({ failure: event.message || "The check could not start in this browser." }));
        stop();
      });
      current.postMessage({ file, spec } satisfies CheckRequest);
    },
    [spec, lanes, stop],
  );

  const reset = useCallback(() => {
    stop();
    setState(null);
  }, [stop]);

  return { state, start, reset };
}
