"use client";

import type { SubmissionRow } from "@maskboard/contracts";
import Link from "next/link";
import { useState } from "react";
import { ScoreHeads } from "@/components/board/score-heads";
import { Ago } from "@/components/site/local-time";
import { FinalSwitch } from "@/components/submission/final-switch";
import { NoteEditor } from "@/components/submission/note-editor";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { score } from "@/lib/format";
import { LiveRow } from "./live-row";
import { StateCell } from "./state-cell";

interface SubmissionsViewProps {
  slug: string;
  initial: SubmissionRow[];
  finalsLimit: number;
  rounding: number;
}

/** At most so many rows under way are listened to; a browser has few connections. */
const MOST_LIVE = 2;

const isUnderWay = ({ state }: SubmissionRow) =>
  state !== "scored" && state !== "invalid" && state !== "uploading";

export function SubmissionsView({ slug, initial, finalsLimit, rounding }: SubmissionsViewProps) {
  const [rows, setRows] = useState(initial);
  const change = (id: string, part: Partial<SubmissionRow>) =>
    setRows((old) => old.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const finals = rows.filter((row) => row.final).length;
  const best = Math.max(...rows.map((row) => (row.late ? -1 : (row.publicMeanIou ?? -1))));
  const showPrivate = rows.some((row) => row.privateMeanIou !== null);

  if (rows.length === 0) {
    return (
      <Empty>
        <p>Your team has not submitted anything yet.</p>
        <Button asChild>
          <Link href={`/challenges/${slug}/submit`}>Upload masks</Link>
        </Button>
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      {rows
        .filter(isUnderWay)
        .slice(0, MOST_LIVE)
        .map(({ id }) => (
          <LiveRow key={id} id={id} onChange={(row) => change(id, row)} />
        ))}
      <p className="text-sm text-muted-foreground" aria-live="polite">
        {finals} of {finalsLimit} finals chosen.{" "}
        {finals < finalsLimit
          ? "Without a choice your best public scores are taken."
          : "Unselect one to choose another."}
      </p>
      <table className="submissions w-full text-sm">
        <caption className="sr-only">Submissions of your team, latest first</caption>
        <thead className="text-xs text-muted-foreground max-md:sr-only">
          <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col" className="w-2/5">
              File and note
            </th>
            <th scope="col">State</th>
            <ScoreHeads showPrivate={showPrivate} />
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">Final</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              className="border-b border-line align-top max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:gap-y-1.5 max-md:py-4 md:[&>*]:py-3 md:[&>*]:pr-4"
            >
              <th scope="row" className="text-left font-normal max-md:col-span-2">
                <Link
                  href={`/submissions/${row.id}`}
                  className="rounded-sm font-medium underline-offset-4 wrap-anywhere hover:underline"
                >
                  {row.filename}
                </Link>
                <NoteEditor
                  id={row.id}
                  note={row.note}
                  onSaved={(note) => change(row.id, { note })}
                />
                {row.error ? (
                  <p className="mt-1 max-w-lg text-[0.8125rem] text-danger">{row.error.message}</p>
                ) : null}
              </th>
              <td className="whitespace-nowrap">
                <StateCell state={row.state} />
                {row.late ? <Badge className="ml-2">late</Badge> : null}
              </td>
              <td className="text-right font-semibold">
                {row.heldBack ? (
                  <span className="mr-2 text-xs font-normal text-muted-foreground">held back</span>
                ) : row.publicMeanIou !== null && row.publicMeanIou === best ? (
                  <span className="mr-2 text-xs font-normal text-muted-foreground">best</span>
                ) : null}
                {score(row.publicMeanIou, rounding)}
              </td>
              {showPrivate ? (
                <td className="text-right font-semibold">{score(row.privateMeanIou, 6)}</td>
              ) : null}
              <td className="text-muted-foreground">{row.by}</td>
              <td className="whitespace-nowrap text-muted-foreground max-md:text-right">
                <Ago at={row.createdAt} />
              </td>
              <td className="max-md:col-span-2 max-md:flex max-md:items-center max-md:gap-3">
                {row.late ? null : (
                  <>
                    <FinalSwitch submission={row} onSaved={(final) => change(row.id, { final })} />
                    <span aria-hidden className="text-muted-foreground md:hidden">
                      Final
                    </span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
