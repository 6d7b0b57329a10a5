import { z } from "zod";
import { type challengeStatusSchema, limitsSchema, slugSchema } from "./challenge.ts";
import { type ClassMap, classMapSchema } from "./class-map.ts";
import { importFindingsSchema } from "./findings.ts";
import { laneSchema } from "./lane.ts";
import { errorBodySchema, progressSchema } from "./submission.ts";
import { nameSchema } from "./text.ts";
import { challengeViewSchema, sampleSchema } from "./views.ts";

/* Making and editing challenges, for those who organize them. */

/** What an organizer changes; what is left out stays as it is. Instants belong to the schedule. */
export const challengeEditSchema = z.strictObject({
  title: nameSchema(1, 120).optional(),
  /** Of a draft only. */
  slug: slugSchema.optional(),
  summary: z.string().trim().max(280).optional(),
  /** Markdown. */
  description: z.string().max(100_000).optional(),
  licence: z.string().trim().max(2_000).optional(),
  /** Classes and void come together: what is true of one depends on the other. */
  classMap: classMapSchema.optional(),
  limits: limitsSchema.optional(),
  lanes: z.array(laneSchema).min(1).optional(),
  rounding: z.int().min(2).max(8).optional(),
});
export type ChallengeEdit = z.infer<typeof challengeEditSchema>;

/** To which status a challenge may go from each. A draft that people have seen stays public. */
export const STATUS_MOVES = {
  draft: ["published"],
  published: ["draft", "closed"],
  closed: ["published", "archived"],
  archived: ["closed"],
} as const satisfies Record<z.infer<typeof challengeStatusSchema>, readonly string[]>;

/**
 * Why a change of classes can't be made; `null` = it can.
 *
 * @param locked submissions exist: they refer to ids, and to colours where masks may be RGB
 * @param labels that occur in the truth, where that is known
 */
export function classMapProblem(
  before: ClassMap,
  after: ClassMap,
  { locked, labels }: { locked: boolean; labels: readonly number[] },
): string | null {
  const idsOf = ({ classes }: ClassMap) => classes.map(({ id }) => id);
  if (locked) {
    if (idsOf(before).join() !== idsOf(after).join()) {
      return "There are submissions: class ids and their order stay as they are.";
    }
    if (before.void !== after.void) return "There are submissions: void stays as it is.";
    if ((before.rgbMasks ?? false) !== (after.rgbMasks ?? false)) {
      return "There are submissions: whether masks may be RGB stays as it is.";
    }
    const color = ({ classes }: ClassMap) => classes.map((entry) => entry.color).join();
    if (before.rgbMasks && color(before) !== color(after)) {
      return "Masks of this challenge may be RGB in the classes' colours, and there are submissions: the colours stay as they are.";
    }
  }
  const known = new Set([...idsOf(after), ...(after.void === undefined ? [] : [after.void])]);
  const stray = labels.filter((label) => !known.has(label));
  if (stray.length === 0) return null;
  const list = stray.slice(0, 10).join(", ");
  return `The masks hold ${stray.length === 1 ? "the label" : "the labels"} ${list}: each label is a class or void.`;
}

export const organizerSchema = z.object({ id: z.string(), name: z.string(), email: z.string() });

const edited = challengeViewSchema.pick({
  slug: true,
  title: true,
  summary: true,
  description: true,
  classes: true,
  void: true,
  rgbMasks: true,
  limits: true,
  lanes: true,
  rounding: true,
  status: true,
});
/** Everything about a challenge that can be edited, and what keeps some of it from being. */
export const settingsSchema = edited.extend({
  licence: z.string(),
  organizers: z.array(organizerSchema),
  /** Somebody has submitted something: ids of classes stay. */
  hasSubmissions: z.boolean(),
  /** Labels that occur in the masks; empty where nobody counted. */
  labels: z.array(z.int()),
});
export type Settings = z.infer<typeof settingsSchema>;

export const importStatusSchema = z.enum(["uploading", "queued", "running", "done", "failed"]);

/** An import as a row of a list. */
export const importRowSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string().nullable(),
  filename: z.string(),
  bytes: z.int(),
  status: importStatusSchema,
  progress: progressSchema.nullable(),
  error: errorBodySchema.nullable(),
  report: z.array(z.string()),
  /** Slug of the challenge that was made. */
  challenge: z.string().nullable(),
  /** It gives a draft other data. */
  replaces: z.boolean(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ImportRowView = z.infer<typeof importRowSchema>;

export const importViewSchema = importRowSchema.extend({
  /** `null` until the data set was looked at, or when that could not be done. */
  findings: importFindingsSchema.nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;

/** A data set version with what is in it, for organizers. */
export const datasetReportSchema = z.object({
  version: z.int(),
  /** Scores count for a split of this version. */
  active: z.boolean(),
  note: z.string(),
  by: z.string().nullable(),
  createdAt: z.date(),
  findings: importFindingsSchema.nullable(),
  /** Images and masks of both roles, spread over the version. */
  samples: sampleSchema.extend({ role: z.enum(["train", "test"]) }).array(),
});
export type DatasetReport = z.infer<typeof datasetReportSchema>;

/** How a challenge stands, for the organizer's first page. */
export const overviewSchema = z.object({
  teams: z.int(),
  submissions: z.int(),
  queue: z.object({ waiting: z.int(), running: z.int(), failed: z.int() }),
  /** Pairs of alike submissions that nobody has judged. */
  similar: z.int(),
  datasetVersion: z.int().nullable(),
  splitVersion: z.int().nullable(),
  /** Training and test images that look alike. */
  lookAlikes: z.int(),
  imports: importRowSchema.array(),
});
export type Overview = z.infer<typeof overviewSchema>;

/** A folder name relative to the import root. */
export const serverFolderSchema = z.string().trim().min(1).max(1_000);
