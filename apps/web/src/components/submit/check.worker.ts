import { blobSource, type CheckProgress, checkSubmission, laneOf } from "@maskboard/data/check";
import { colorize, colorTable } from "@/lib/colorize";
import type { CheckMessage, CheckRequest } from "./check-messages";

/* Runs the very checks of the server in the browser, before a byte is uploaded. */

const THUMBS = 12;
const THUMB_PIXELS = 160;
/** Between two reports of progress; each one repaints the page. */
const REPORT_PAUSE_MS = 60;

const tell = (message: CheckMessage, transfer: Transferable[] = []) =>
  self.postMessage(message, { transfer });

async function check({ file, spec }: CheckRequest): Promise<void> {
  if ((await laneOf(file.name, blobSource(file))) === "model") return tell({ kind: "model" });
  const colors = colorTable(spec.classMap.classes);
  let thumbs = 0;
  let last = 0;
  const report = await checkSubmission(blobSource(file), spec, {
    onProgress(progress: CheckProgress) {
      const now = performance.now();
      if (progress.status === "running" && progress.done > 0 && now - last < REPORT_PAUSE_MS)
        return;
      last = now;
      tell({ kind: "progress", progress });
    },
    onMask(mask) {
      if (thumbs++ >= THUMBS) return;
      const thumb = { stem: mask.stem, ...colorize(mask, colors, THUMB_PIXELS) };
      tell({ kind: "thumb", thumb }, [thumb.pixels.buffer]);
    },
  });
  tell({ kind: "report", report });
}

self.addEventListener("message", (event: MessageEvent<CheckRequest>) => {
  check(event.data).catch((error: unknown) => {
    tell({ kind: "failure", message: error instanceof Error ? error.message : String(error) });
  });
});
