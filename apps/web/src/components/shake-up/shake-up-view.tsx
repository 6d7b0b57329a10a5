"use client";

import type { ShakeUp } from "@maskboard/contracts";
import { SearchIcon } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { Input } from "@/components/ui/input";
import { Empty } from "@/components/ui/panel";
import { plural } from "@/lib/format";
import { gainOf } from "./layout";
import { ShakeUpTable } from "./shake-up-table";
import { SlopeChart } from "./slope-chart";

/** What the reveal did to the ranks: in words, as a chart, and as a table. */
export function ShakeUpView({
  shakeUp,
  ownTeamId,
}: {
  shakeUp: ShakeUp;
  ownTeamId: string | null;
}) {
  const [activeId, setActiveId] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search).trim().toLocaleLowerCase();
  const { teams, rounding } = shakeUp;
  const rows = useMemo(
    () => teams.filter(({ team }) => team.toLocaleLowerCase().includes(wanted)),
    [teams, wanted],
  );
  if (teams.length === 0) {
    return (
      <Empty>
        <p>No team has a score yet.</p>
      </Empty>
    );
  }
  return (
    <div className="grid gap-8">
      <Summary teams={teams} />
      <SlopeChart teams={teams} ownTeamId={ownTeamId} activeId={activeId} />
      <div className="grid gap-4">
        {teams.length > 10 ? (
          <div className="relative w-full sm:w-72">
            <SearchIcon
              aria-hidden
              className="absolute top-3 left-3 size-4 text-muted-foreground"
            />
            <Input
              type="search"
              aria-label="Find a team"
              placeholder="Find a team"
              className="pl-9"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
        ) : null}
        <ShakeUpTable
          teams={rows}
          rounding={rounding}
          ownTeamId={ownTeamId}
          onPoint={setActiveId}
        />
      </div>
    </div>
  );
}

function Summary({ teams }: { teams: ShakeUp["teams"] }) {
  const gains = teams.flatMap((team) => {
    const gain = gainOf(team);
    return gain === null ? [] : [{ team, gain }];
  });
  const best = gains.reduce<(typeof gains)[number] | null>(
    (top, next) => (next.gain > (top?.gain ?? 0) ? next : top),
    null,
  );
  const stayed = gains.filter(({ gain }) => gain === 0).length;
  const winner = teams[0];
  return (
    <p className="max-w-prose">
      {winner?.private ? (
        <>
          <strong className="font-semibold">{winner.team}</strong> leads on the private images
          {winner.public ? ` and was on rank ${winner.public.rank} in public` : ""}.{" "}
        </>
      ) : null}
      {stayed} of {plural(gains.length, "team")} kept {stayed === 1 ? "its" : "their"} rank.{" "}
      {best ? `${best.team.team} gained most: ${plural(best.gain, "place")}.` : ""}
    </p>
  );
}
