import { sql } from "drizzle-orm";
import {
  check,
  customType,
  doublePrecision,
  index,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { user } from "./auth.ts";
import { challenge, datasetVersion } from "./challenge.ts";
import { createdAt, instant, primaryId } from "./columns.ts";
import { submission } from "./submission.ts";

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Predicted labels at fixed pixels of the test images: enough to tell copies. */
export const predictionSample = pgTable(
  "prediction_sample",
  {
    submissionId: uuid()
      .primaryKey()
      .references(() => submission.id, { onDelete: "cascade" }),
    datasetVersionId: uuid()
      .notNull()
      .references(() => datasetVersion.id, { onDelete: "cascade" }),
    labels: bytea().notNull(),
  },
  (table) => [index("prediction_sample_dataset_idx").on(table.datasetVersionId)],
);

export type SimilarityKind = "same-file" | "same-predictions";

/** Two submissions of different teams that are (almost) the same; for people to judge. */
export const similarity = pgTable(
  "similarity",
  {
    id: primaryId(),
    challengeId: uuid()
      .notNull()
      .references(() => challenge.id, { onDelete: "cascade" }),
    kind: text().$type<SimilarityKind>().notNull(),
    earlierId: uuid()
      .notNull()
      .references(() => submission.id, { onDelete: "cascade" }),
    laterId: uuid()
      .notNull()
      .references(() => submission.id, { onDelete: "cascade" }),
    /** Share of equal labels, in 0..1. */
    agreement: doublePrecision().notNull(),
    createdAt: createdAt(),
    dismissedAt: instant(),
    dismissedBy: text().references(() => user.id, { onDelete: "set null" }),
  },
  (table) => [
    unique("similarity_pair_unique").on(table.earlierId, table.laterId),
    index("similarity_challenge_idx").on(table.challengeId, table.createdAt),
    check("similarity_kind_check", sql`${table.kind} in ('same-file', 'same-predictions')`),
    check("similarity_agreement_check", sql`${table.agreement} between 0 and 1`),
  ],
);
