import type { SplitName } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { challenge } from "./challenge.ts";
import { createdAt, primaryId } from "./columns.ts";

/** Immutable: a correction makes a new version. */
export const datasetVersion = pgTable(
  "dataset_version",
  {
    id: primaryId(),
    challengeId: uuid()
      .notNull()
      .references((): AnyPgColumn => challenge.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    kitKey: text(),
    kitBytes: bigint({ mode: "number" }).notNull().default(0),
    /** Training pixels of each class, void left out, in the order of the classes. */
    classPixels: jsonb().$type<{ id: number; pixels: number }[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (table) => [unique("dataset_version_unique").on(table.challengeId, table.version)],
);

export const image = pgTable(
  "image",
  {
    id: primaryId(),
    datasetVersionId: uuid()
      .notNull()
      .references(() => datasetVersion.id, { onDelete: "cascade" }),
    stem: text().notNull(),
    role: text().$type<"train" | "test">().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    /** Storage keys. */
    imageKey: text().notNull(),
    maskKey: text().notNull(),
    depthKey: text(),
    thumbKey: text(),
    /** Coloured mask for pictures on the site; training images only. */
    overlayKey: text(),
  },
  (table) => [
    unique("image_stem_unique").on(table.datasetVersionId, table.role, table.stem),
    check("image_role_check", sql`${table.role} in ('train', 'test')`),
    check("image_size_check", sql`${table.width} > 0 and ${table.height} > 0`),
    check("image_overlay_check", sql`${table.role} = 'train' or ${table.overlayKey} is null`),
  ],
);

/** Immutable: which test images are public and which are private. */
export const splitVersion = pgTable(
  "split_version",
  {
    id: primaryId(),
    datasetVersionId: uuid()
      .notNull()
      .references(() => datasetVersion.id, { onDelete: "cascade" }),
    version: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique("split_version_unique").on(table.datasetVersionId, table.version)],
);

export const splitAssignment = pgTable(
  "split_assignment",
  {
    splitVersionId: uuid()
      .notNull()
      .references(() => splitVersion.id, { onDelete: "cascade" }),
    imageId: uuid()
      .notNull()
      .references(() => image.id, { onDelete: "cascade" }),
    split: text().$type<SplitName>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.splitVersionId, table.imageId] }),
    index("split_assignment_image_idx").on(table.imageId),
    check("split_assignment_split_check", sql`${table.split} in ('public', 'private')`),
  ],
);
