import {
  nextBoundary,
  type Overview,
  type Schedule,
  type Settings,
  TIMETABLE_FIELDS,
} from "@maskboard/contracts";
import Link from "next/link";
import type { ReactNode } from "react";
import { INSTANTS } from "@/components/schedule/names";
import { Countdown } from "@/components/site/countdown";
import { LocalTime } from "@/components/site/local-time";
import { count, plural } from "@/lib/format";

interface StandingProps {
  settings: Settings;
  overview: Overview;
  schedule: Schedule;
}

const INTAKE = {
  early: "not open yet",
  open: "open for submissions",
  late: "late lane only",
  over: "takes no submissions",
};
const BOARD = { public: "moves", frozen: "stands still", revealed: "shows private scores" };

/** State, phase, next date, queue, teams and data at a glance. */
export function Standing({ settings, overview, schedule }: StandingProps) {
  const base = `/challenges/${settings.slug}/organize`;
  const { queue, teams, submissions, datasetVersion, splitVersion } = overview;
  const boundary = nextBoundary({ ...schedule, ...settings }, schedule.now);
  const next = TIMETABLE_FIELDS.find(
    (field) => boundary && schedule[field]?.getTime() === boundary.getTime(),
  );
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-7 md:grid-cols-3">
      <Fact name="Status" note={INTAKE[schedule.intake]} href={`${base}/settings`}>
        <span className="capitalize">{settings.status}</span>
      </Fact>
      <Fact name="Board" note={BOARD[schedule.phase]} href={`${base}/schedule`}>
        <span className="capitalize">{schedule.phase}</span>
      </Fact>
      <Fact
        name={next ? `Next: ${INSTANTS[next].name.toLowerCase()}` : "Next date"}
        note={boundary ? <LocalTime at={boundary} /> : "nothing is planned"}
        href={`${base}/schedule`}
      >
        {boundary ? <Countdown to={boundary} /> : "–"}
      </Fact>
      <Fact
        name="Queue"
        note={`waiting · ${count(queue.running)} running · ${count(queue.failed)} failed`}
        href={`${base}/queue`}
      >
        {count(queue.waiting)}
      </Fact>
      <Fact name="Teams" note={plural(submissions, "submission")} href={`${base}/teams`}>
        {count(teams)}
      </Fact>
      <Fact
        name="Data"
        note={splitVersion === null ? "no split" : `split ${splitVersion} counts`}
        href={`${base}/data`}
      >
        {datasetVersion === null ? "none" : `Version ${datasetVersion}`}
      </Fact>
    </dl>
  );
}

interface FactProps {
  name: string;
  note: ReactNode;
  href: string;
  children: ReactNode;
}

function Fact({ name, note, href, children }: FactProps) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="eyebrow">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight">
        <Link href={href} className="rounded-sm underline-offset-4 hover:underline">
          {children}
        </Link>
      </dd>
      <dd className="text-[0.8125rem] text-muted-foreground">{note}</dd>
    </div>
  );
}
