"use client";

import type { TeamRow } from "@maskboard/contracts";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Input } from "@/components/ui/input";
import { Empty } from "@/components/ui/panel";
import { count, score } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";
import { DisqualifyDialog } from "./disqualify-dialog";
import { MergeDialog } from "./merge-dialog";

interface TeamTableProps {
  slug: string;
  initial: TeamRow[];
  rounding: number;
}

/** All teams with what they did, and what an organizer can do about it. */
export function TeamTable({ slug, initial, rounding }: TeamTableProps) {
  const trpc = useTRPC();
  const teams = useQuery(trpc.moderation.teams.queryOptions({ slug }, { initialData: initial }));
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const shown = teams.data.filter(
    ({ name, members }) =>
      name.toLowerCase().includes(wanted) ||
      members.some((member) => member.name.toLowerCase().includes(wanted)),
  );
  if (teams.data.length === 0) {
    return (
      <Empty>
        <p>No teams yet.</p>
      </Empty>
    );
  }
  const done = () => void teams.refetch();
  return (
    <div className="grid gap-4">
      <Input
        type="search"
        aria-label="Find a team or a member"
        placeholder="Team or member"
        className="max-w-72"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {teams.error ? <ProblemNote problem={toProblem(teams.error)} /> : null}
      <table className="w-full text-sm">
        <caption className="sr-only">Teams by name</caption>
        <thead className="text-xs text-muted-foreground max-md:sr-only">
          <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col" className="w-2/5">
              Team and members
            </th>
            <th scope="col" className="text-right">
              Best
            </th>
            <th scope="col" className="text-right">
              Sent
            </th>
            <th scope="col">Latest</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((team) => (
            <tr
              key={team.id}
              className="border-b border-line align-top max-md:grid max-md:grid-cols-[1fr_auto_auto] max-md:gap-x-4 max-md:gap-y-1.5 max-md:py-4 md:[&>*]:py-3 md:[&>*]:pr-4"
            >
              <th scope="row" className="text-left font-normal max-md:col-span-3">
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-medium wrap-anywhere">{team.name}</span>
                  {team.house ? <Badge>house</Badge> : null}
                  {team.disqualified ? <Badge tone="danger">disqualified</Badge> : null}
                </span>
                <span className="block text-[0.8125rem] text-muted-foreground wrap-anywhere">
                  {team.members.length === 0
                    ? "nobody is in it"
                    : team.members.map((member) => member.name).join(", ")}
                </span>
                {team.disqualified ? (
                  <span className="mt-1 block text-[0.8125rem] text-danger wrap-anywhere">
                    {team.disqualified.reason}
                  </span>
                ) : null}
              </th>
              <td className="text-right font-semibold max-md:text-left">
                {score(team.bestPublic, rounding)}
              </td>
              <td className="text-right">
                {count(team.submissions)}
                <span className="md:hidden"> sent</span>
              </td>
              <td className="whitespace-nowrap text-muted-foreground">
                {team.lastSubmittedAt ? <Ago at={team.lastSubmittedAt} /> : "–"}
              </td>
              <td className="max-md:col-span-3">
                <span className="flex gap-2 md:justify-end">
                  {team.house || team.disqualified ? null : (
                    <MergeDialog
                      slug={slug}
                      team={team}
                      others={teams.data.filter(
                        (other) => other.id !== team.id && !other.house && !other.disqualified,
                      )}
                      onDone={done}
                    />
                  )}
                  <DisqualifyDialog
                    slug={slug}
                    subject={{ team: team.id }}
                    name={team.name}
                    disqualified={team.disqualified !== null}
                    onDone={done}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? (
        <p className="py-4 text-sm text-muted-foreground">
          No team or member has that in its name.
        </p>
      ) : null}
    </div>
  );
}
