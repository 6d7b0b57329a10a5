import { input } from "@inquirer/prompts";
import type { ShakeUp } from "@maskboard/contracts";
import { UsageError } from "../../exit.ts";
import { moment, share } from "../../output/format.ts";
import { bad, bold, dim, good } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";
import { parseInstant } from "./instant.ts";

export interface RevealOptions {
  readonly at?: string | undefined;
  readonly off?: boolean | undefined;
  readonly dryRun?: true | undefined;
  readonly yes?: boolean | undefined;
}

function shift({ public: before, private: after }: ShakeUp["teams"][number]): string {
  if (!before || !after) return "";
  const up = before.rank - after.rank;
  if (up === 0) return dim("·");
  return up > 0 ? good(`▲${up}`) : bad(`▼${-up}`);
}

function shakeUpText({ teams, rounding }: ShakeUp): string {
  if (teams.length === 0) return dim("No team has a score yet.");
  return table(
    [
      { head: "private rank", right: true },
      { head: "team" },
      { head: "public rank", right: true },
      { head: "" },
      { head: "private mean IoU", right: true },
      { head: "public", right: true },
    ],
    teams.map((row) => [
      bold(row.private ? String(row.private.rank) : "–"),
      row.house ? dim(row.team) : row.team,
      row.public ? String(row.public.rank) : "–",
      shift(row),
      bold(share(row.private?.meanIou, rounding)),
      share(row.public?.meanIou, rounding),
    ]),
  );
}

/** @throws UsageError where nobody can be asked */
async function confirm(session: Session, slug: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (session.json || !process.stdin.isTTY) {
    throw new UsageError("A reveal can't be taken back.", "Give --yes if you mean it.");
  }
  const message = `A reveal can't be taken back. Type "${slug}" to go on:`;
  const typed = await input({ message }, { output: process.stderr });
  if (typed.trim() !== slug) throw new UsageError("Nothing was revealed.", `Type "${slug}".`);
}

/**
 * `maskboard admin reveal SLUG [--at INSTANT] [--off] [--dry-run] [--yes]`: private scores show from
 * now or from an instant. The dry run prints what it would show now.
 *
 * @throws MaskboardError `forbidden`, `schedule`, `already_revealed`
 */
export async function reveal(
  session: Session,
  slug: string,
  { at: text, off, dryRun, yes = false }: RevealOptions,
): Promise<Report> {
  if (off && text) throw new UsageError("--off takes no --at.", "Leave one of them out.");
  const at = text === undefined ? undefined : parseInstant(text);
  const { trpc, ask } = await session.client();
  if (dryRun) {
    const shakeUp = await ask(trpc.phase.previewReveal.query({ slug }));
    return { json: { dryRun: true, ...shakeUp }, text: shakeUpText(shakeUp) };
  }
  if (off) {
    const schedule = await ask(trpc.phase.plan.mutate({ slug, revealedAt: null }));
    return { json: schedule, text: `No reveal of ${bold(slug)} is planned.` };
  }
  await confirm(session, slug, yes);
  const schedule = await ask(trpc.phase.reveal.mutate({ slug, at, confirm: slug }));
  if (schedule.phase !== "revealed") {
    const when = moment(schedule.revealedAt);
    return { json: schedule, text: `Private scores of ${bold(slug)} will show from ${when}.` };
  }
  const shakeUp = await ask(trpc.phase.previewReveal.query({ slug }));
  return { json: { ...schedule, shakeUp }, text: shakeUpText(shakeUp) };
}
