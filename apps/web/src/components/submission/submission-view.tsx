"use client";

import { FINAL_STATES, type SegmentationClass, type SubmissionView } from "@maskboard/contracts";
import { useSubscription } from "@trpc/tanstack-react-query";
import { DownloadIcon, InfoIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { DisqualifiedNote } from "@/components/moderation/disqualified-note";
import { SubmissionActions } from "@/components/moderation/submission-actions";
import { LocalTime } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { bytes } from "@/lib/format";
import { usePageVisible } from "@/lib/use-page-visible";
import { useTRPC } from "@/trpc/client";
import { ClassTable } from "./class-table";
import { ClassesProvider } from "./classes-context";
import { ConfusionMap } from "./confusion-map";
import { FinalSwitch } from "./final-switch";
import { HeldBack, LateNote } from "./held-back";
import { ImageGallery } from "./image-gallery";
import { NoteEditor } from "./note-editor";
import { ScoreSummary } from "./score-summary";
import { Timeline } from "./timeline";
import { Unfinished } from "./unfinished";

interface SubmissionPageProps {
  initial: SubmissionView;
  classes: SegmentationClass[];
  rgbMasks: boolean;
  rounding: number;
  finalsLimit: number;
  /** Whether the viewer is of the submission's team, not an organizer who looks at it. */
  own: boolean;
  organizer: boolean;
}

/** Everything about one submission; states and the score come in live. */
export function SubmissionDetails(props: SubmissionPageProps) {
  const { initial, classes, rgbMasks, rounding, finalsLimit, own, organizer } = props;
  const trpc = useTRPC();
  const visible = usePageVisible();
  const [view, setView] = useState(initial);
  const ended = (FINAL_STATES as readonly string[]).includes(view.state) && view.state !== "failed";
  useSubscription(
    trpc.submission.live.subscriptionOptions(
      { id: initial.id },
      { enabled: visible && !ended, onData: setView },
    ),
  );
  const { result, error, state } = view;
  return (
    <ClassesProvider value={{ classes, rgbMasks }}>
      <div className="grid gap-12">
        <header className="grid gap-3">
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <h1 className="min-w-0 text-3xl font-semibold wrap-anywhere">{view.filename}</h1>
            {state !== "uploading" ? (
              <Button asChild variant="outline" size="sm">
                <a href={`/api/files/submissions/${view.id}/artifact`} download>
                  <DownloadIcon aria-hidden /> Download {bytes(view.bytes)}
                </a>
              </Button>
            ) : null}
          </div>
          <p className="text-sm text-muted-foreground">
            {view.team} · by {view.by} · <LocalTime at={view.createdAt} />
          </p>
          {own ? (
            <NoteEditor
              id={view.id}
              note={view.note}
              onSaved={(note) => setView((old) => ({ ...old, note }))}
            />
          ) : view.note ? (
            <p className="text-sm">{view.note}</p>
          ) : null}
        </header>
        {view.disqualified ? (
          <DisqualifiedNote what={view.disqualified.of} reason={view.disqualified.reason} />
        ) : null}
        {organizer ? <SubmissionActions view={view} onChange={setView} /> : null}
        <Timeline view={view} />
        {state === "uploading" ? <Unfinished view={view} own={own} /> : null}
        {error ? <ProblemNote problem={error} /> : null}
        {view.notices.length > 0 ? <Notices notices={view.notices} /> : null}
        {view.late ? <LateNote /> : null}
        {view.heldBack ? <HeldBack view={view} rounding={rounding} /> : null}
        {state === "scored" && !result ? (
          <p className="rounded-xl bg-primary-soft px-4 py-3 text-sm" role="status">
            The split of the test images has changed. The score for the new one follows by itself;
            nothing has to be sent again.
          </p>
        ) : null}
        {result ? <ScoreSummary view={view} result={result} rounding={rounding} /> : null}
        {own && state === "scored" && !view.late ? (
          <div className="flex items-center gap-4 rounded-xl border border-line px-4 py-3">
            <FinalSwitch
              submission={view}
              onSaved={(final) => setView((old) => ({ ...old, final }))}
            />
            <p className="text-sm">
              <span className="font-medium">Final submission.</span>{" "}
              <span className="text-muted-foreground">
                Up to {finalsLimit} of your choice count on the private images in the end.
              </span>
            </p>
          </div>
        ) : null}
        {result ? (
          <>
            <Section title="Classes">
              <ClassTable results={result.perClass} classes={classes} />
            </Section>
            <Section
              title="Images, from worst to best"
              note="Only the public test images. Open one to see what you predicted where."
            >
              <ImageGallery images={result.perImage} />
            </Section>
            <Section
              title="Confusion"
              note="Rows are true classes, columns are what you predicted, in percent of the row."
            >
              <ConfusionMap confusion={result.confusion} classes={classes} />
            </Section>
            <p className="text-[0.8125rem] text-muted-foreground">
              Scored with split version {view.splitVersion} by scorer version {view.scorerVersion}.
            </p>
          </>
        ) : null}
      </div>
    </ClassesProvider>
  );
}

function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section className="grid gap-4">
      <div>
        <h2 className="text-xl font-semibold">{title}</h2>
        {note ? <p className="text-sm text-muted-foreground">{note}</p> : null}
      </div>
      {children}
    </section>
  );
}

function Notices({ notices }: { notices: string[] }) {
  return (
    <ul className="grid gap-1.5 text-sm text-muted-foreground">
      {notices.map((notice) => (
        <li key={notice} className="flex gap-2">
          <InfoIcon className="mt-0.5 size-4 shrink-0" aria-hidden /> {notice}
        </li>
      ))}
    </ul>
  );
}
