"use client";

import { type Schedule, TIMETABLE_FIELDS } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import {
  type AnnouncementDraft,
  AnnouncementFields,
  EMPTY_ANNOUNCEMENT,
  toAnnouncement,
} from "@/components/announcements/announcement-fields";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTimeZone } from "@/lib/use-time-zone";
import { zonedText } from "@/lib/wall-time";
import { useTRPC } from "@/trpc/client";
import { changesOf, draftOf, type ScheduleDraft } from "./draft";
import { InstantField } from "./instant-field";
import { INSTANTS } from "./names";
import type { OnSaved } from "./on-saved";

interface ScheduleFormProps {
  schedule: Schedule;
  onSaved: OnSaved;
  /** Nobody follows the challenge yet: there is nobody to announce anything to. */
  quiet?: boolean;
}

/** All instants; a deadline that moves can be announced in the same step. */
export function ScheduleForm({ schedule, onSaved, quiet = false }: ScheduleFormProps) {
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const zone = useTimeZone();
  const [draft, setDraft] = useState<ScheduleDraft>({});
  const [announce, setAnnounce] = useState(true);
  const [news, setNews] = useState<AnnouncementDraft>(EMPTY_ANNOUNCEMENT);
  const { slug, phase } = schedule;
  const changes = changesOf(schedule, draft, zone);
  const changed = changes !== undefined && Object.keys(changes).length > 0;
  const deadline = changes?.endsAt;
  const title = deadline
    ? `The deadline is now ${zonedText(deadline, "UTC")}`
    : "No deadline any more";
  const save = useMutation(
    trpc.phase.plan.mutationOptions({
      onSuccess: (next) => {
        setDraft({});
        setNews(EMPTY_ANNOUNCEMENT);
        onSaved(next, "The schedule is saved.");
      },
    }),
  );
  const announcing = deadline !== undefined && announce && !quiet;
  const announcement = toAnnouncement({ ...news, title: news.title || title }, zone);
  return (
    <form
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (!changed || (announcing && !announcement)) return;
        save.mutate({ slug, ...changes, ...(announcing && announcement ? { announcement } : {}) });
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        {TIMETABLE_FIELDS.map((field) => (
          <InstantField
            key={field}
            id={field}
            label={INSTANTS[field].name}
            hint={INSTANTS[field].text}
            value={draft[field] ?? draftOf(schedule[field], zone)}
            onChange={(value) => setDraft((old) => ({ ...old, [field]: value }))}
            disabled={
              !hydrated ||
              (phase === "revealed" && (field === "frozenAt" || field === "revealedAt"))
            }
          />
        ))}
      </div>
      {deadline !== undefined && !quiet ? (
        <div className="grid gap-4 rounded-xl border border-line p-4">
          <div className="flex items-center gap-3 text-sm">
            <Switch id="announce" checked={announce} onCheckedChange={setAnnounce} />
            <label htmlFor="announce" className="font-medium">
              Announce the new deadline in the same step
            </label>
          </div>
          {announce ? (
            <AnnouncementFields value={news} onChange={setNews} titlePlaceholder={title} />
          ) : null}
        </div>
      ) : null}
      {save.error ? <ProblemNote problem={toProblem(save.error)} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!hydrated || !changed || save.isPending}>
          {save.isPending ? "Saving…" : "Save the schedule"}
        </Button>
        {Object.keys(draft).length > 0 ? (
          <Button variant="ghost" onClick={() => setDraft({})}>
            Discard changes
          </Button>
        ) : null}
      </div>
    </form>
  );
}
