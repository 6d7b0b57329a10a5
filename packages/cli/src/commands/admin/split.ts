import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type {
  SplitOverview,
  SplitPreview,
  SplitProposal,
  SplitVersionView,
} from "@maskboard/contracts";
import { splitProposalSchema } from "@maskboard/contracts";
import { UsageError } from "../../exit.ts";
import { count, moment, share } from "../../output/format.ts";
import { accent, bold, dim } from "../../output/style.ts";
import { table } from "../../output/table.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

export interface SplitOptions {
  readonly method?: "stratified" | "random" | "csv" | undefined;
  readonly publicShare: string;
  readonly seed: string;
  readonly csv?: string | undefined;
  readonly note?: string | undefined;
  readonly dryRun?: true | undefined;
}

/** @throws UsageError when the options contradict each other or a number is none */
async function proposalOf(options: SplitOptions): Promise<SplitProposal | null> {
  const kind = options.method ?? (options.csv === undefined ? undefined : "csv");
  if (kind === undefined) return null;
  if ((kind === "csv") !== (options.csv !== undefined)) {
    throw new UsageError(
      kind === "csv" ? "Which file? --csv is missing." : `--csv does not go with --method ${kind}.`,
      "Use --csv FILE, or --method stratified or random.",
    );
  }
  if (kind === "csv") {
    const file = options.csv!;
    const csv = await readFile(file, "utf8").catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`The file can't be read: ${why}`, "Check the path of --csv.");
    });
    return { kind, filename: basename(file), csv };
  }
  const parsed = splitProposalSchema.safeParse({
    kind,
    publicShare: Number(options.publicShare),
    seed: Number(options.seed),
  });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--${parsed.error.issues[0]?.path[0] === "seed" ? "seed" : "public-share"}: ${parsed.error.issues[0]?.message}`,
    "A share is between 0.01 and 0.99, a seed a whole number.",
  );
}

function balanceText({ balance, noise }: SplitPreview, names: ReadonlyMap<number, string>): string {
  const { images, classes, missing } = balance;
  const rows = classes.map((row) => [
    names.get(row.id) ?? String(row.id),
    share(row.public.share, 4),
    count(row.public.images),
    share(row.private.share, 4),
    count(row.private.images),
  ]);
  const columns = [
    { head: "class" },
    { head: "public pixels", right: true },
    { head: "images", right: true },
    { head: "private pixels", right: true },
    { head: "images", right: true },
  ];
  const lines = [
    `${bold(count(images.public))} public and ${bold(count(images.private))} private images`,
    "",
    table(columns, rows),
  ];
  for (const side of ["public", "private"] as const) {
    const absent = missing[side].map((id) => names.get(id) ?? String(id));
    if (absent.length > 0) lines.push("", `No ${side} image holds ${absent.join(", ")}.`);
  }
  if (noise) {
    const teams = noise.teams.map(({ team, meanIou, plusMinus, swap }) => [
      team,
      share(meanIou, 4),
      `± ${share(plusMinus, 4)}`,
      swap === null ? dim("–") : share(swap, 2),
    ]);
    const heads = ["team", "public mean IoU", "95 %", "swaps with the next"];
    lines.push(
      "",
      table(
        heads.map((head, at) => ({ head, right: at > 0 })),
        teams,
      ),
    );
  }
  return lines.join("\n");
}

const sides = ({ images }: SplitVersionView) =>
  `${count(images.public)} / ${count(images.private)}`;

function versionsText({ versions }: SplitOverview): string {
  return table(
    [
      { head: "split", right: true },
      { head: "" },
      { head: "data", right: true },
      { head: "public / private", right: true },
      { head: "scored", right: true },
      { head: "method" },
      { head: "when" },
      { head: "note" },
    ],
    versions.map((row) => [
      bold(String(row.version)),
      row.active ? accent("active") : row.replaced ? dim("data replaced") : "",
      String(row.dataset),
      sides(row),
      `${count(row.scored)} of ${count(row.submissions)}`,
      row.method.kind,
      dim(moment(row.createdAt)),
      row.note,
    ]),
  );
}

/**
 * `maskboard admin split SLUG [...]`: proposes a split, shows what it means and saves it; it counts
 * only after `activate`. Without a method it lists the versions.
 *
 * @throws MaskboardError `forbidden`, `dataset_split`
 */
export async function split(
  session: Session,
  slug: string,
  options: SplitOptions,
): Promise<Report> {
  const proposal = await proposalOf(options);
  const { trpc, ask } = await session.client();
  if (!proposal) {
    const overview = await ask(trpc.split.overview.query({ slug }));
    return { json: overview, text: versionsText(overview) };
  }
  const { classes } = await ask(trpc.challenge.bySlug.query({ slug }));
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const preview = await ask(trpc.split.preview.mutate({ slug, proposal }));
  const text = balanceText(preview, names);
  if (options.dryRun) return { json: { dryRun: true, ...preview }, text };
  const { version } = await ask(
    trpc.split.save.mutate({ slug, proposal, note: options.note ?? "" }),
  );
  const next = `Saved as split ${bold(String(version))}. See what it would change with \`maskboard admin activate ${slug} ${version} --dry-run\`.`;
  return { json: { version, ...preview }, text: `${text}\n\n${next}` };
}
