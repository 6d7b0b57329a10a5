import type { SplitName } from "@maskboard/contracts";
import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { datasetVersion, splitVersion } from "./challenge.ts";
import { primaryId } from "./columns.ts";

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
    /** SHA-256 of the mask's file: tells which truth changed between data set versions. */
    maskSha256: text(),
    /** Pixels of each class in the mask, in the order of the challenge's classes; counted when needed. */
    classPixels: integer().array(),
    /** 64-bit perceptual hash of the picture, 16 hexadecimal digits. */
    imageHash: text(),
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
