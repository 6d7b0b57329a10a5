"use client";

import type { Lane, Quota, SubmissionSpec } from "@maskboard/contracts";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Ago } from "@/components/site/local-time";
import { bytes } from "@/lib/format";
import { useTRPCClient } from "@/trpc/client";
import { CheckPanel } from "./check-panel";
import { DropZone } from "./drop-zone";
import { QuotaNote } from "./quota-note";
import { type Sending, SendPanel } from "./send-panel";
import { type RunningUpload, type StoppedUpload, startUpload, stoppedUploads } from "./uploads";
import { useCheck } from "./use-check";

interface SubmitViewProps {
  spec: SubmissionSpec;
  quota: Quota;
  lanes: readonly Lane[];
}

/** Choose, check, send: one page from a file to its submission. */
export function SubmitView({ spec, quota, lanes }: SubmitViewProps) {
  const router = useRouter();
  const client = useTRPCClient();
  const check = useCheck(spec, lanes);
  const [note, setNote] = useState("");
  const [sending, setSending] = useState<Sending>({ phase: "idle" });
  const [stopped, setStopped] = useState<StoppedUpload[]>([]);
  const upload = useRef<RunningUpload>(null);

  useEffect(() => {
    stoppedUploads(spec.slug).then(setStopped);
  }, [spec.slug]);

  // Leaving the page would end an upload: ask first.
  const busy = sending.phase === "sending";
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
  useEffect(() => () => void upload.current?.pause(), []);

  const file = check.state?.file;
  const resumes = stopped.some(
    ({ filename, bytes: size }) => file?.name === filename && file.size === size,
  );

  async function send() {
    if (!file || !check.state) return;
    setSending({ phase: "sending", sent: 0, total: file.size });
    upload.current = await startUpload({
      file,
      challenge: spec.slug,
      lane: check.state.lane,
      note: note.trim(),
      onProgress: (sent, total) =>
        setSending((old) => (old.phase === "sending" ? { phase: "sending", sent, total } : old)),
      async onDone(id, resumed) {
        setSending({ phase: "done" });
        // The submission began with an earlier note: the one that stands here now is meant.
        if (resumed && note.trim()) {
          await client.submission.setNote.mutate({ id, note: note.trim() }).catch(() => {});
        }
        router.push(`/submissions/${id}`);
      },
      onProblem: (problem) => setSending({ phase: "stopped", problem }),
    });
  }

  async function pause() {
    await upload.current?.pause();
    setSending((old) => (old.phase === "sending" ? { ...old, phase: "paused" } : old));
  }

  function resume() {
    setSending((old) => (old.phase === "paused" ? { ...old, phase: "sending" } : old));
    upload.current?.resume();
  }

  async function restart() {
    if (sending.phase === "sending" || sending.phase === "paused") {
      await upload.current?.cancel().catch(() => {});
    }
    upload.current = null;
    setSending({ phase: "idle" });
    check.reset();
    setStopped(await stoppedUploads(spec.slug));
  }

  return (
    <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_17rem] lg:gap-16">
      <div className="grid content-start gap-6">
        {check.state ? (
          <>
            <CheckPanel
              state={check.state}
              onRestart={sending.phase === "idle" ? restart : undefined}
            />
            {check.state.report?.failedStep === null ? (
              <SendPanel
                file={check.state.file}
                note={note}
                onNote={setNote}
                sending={sending}
                resumes={resumes}
                onSend={send}
                onPause={pause}
                onResume={resume}
                onCancel={restart}
              />
            ) : null}
          </>
        ) : (
          <>
            {stopped[0] ? (
              <p className="rounded-xl bg-primary-soft px-4 py-3 text-sm" role="status">
                <strong className="font-medium">{stopped[0].filename}</strong>
                {stopped[0].bytes ? ` (${bytes(stopped[0].bytes)})` : ""} was not sent to its end (
                <Ago at={stopped[0].startedAt} />
                ). Choose the same file and the upload goes on where it stopped.
              </p>
            ) : null}
            <DropZone
              images={spec.images.length}
              maxBytes={spec.maxArtifactBytes}
              models={lanes.includes("model")}
              onFile={check.start}
            />
          </>
        )}
      </div>
      <aside aria-label="Limits">
        <QuotaNote quota={quota} />
      </aside>
    </div>
  );
}
