import { createHash } from "node:crypto";
import type { SegmentationClass } from "@maskboard/contracts";

/** Addresses of files; the routes that serve them are in `files/`. */
export const imagePath = (imageId: string, file: "image" | "thumb" | "mask" | "overlay"): string =>
  `/api/files/images/${imageId}/${file}`;

/**
 * A mask in the classes' colours. The address changes with them, because whoever has seen the
 * picture keeps it for good.
 */
export const maskPath = (imageId: string, classes: readonly SegmentationClass[]): string =>
  `${imagePath(imageId, "mask")}?colors=${colorKey(classes)}`;

/** Eight characters that stand for ids and colours of classes. */
export const colorKey = (classes: readonly SegmentationClass[]): string =>
  createHash("sha256")
    .update(classes.map(({ id, color }) => `${id}${color}`).join())
    .digest("base64url")
    .slice(0, 8);

export const predictionPath = (submissionId: string, stem: string): string =>
  `/api/files/submissions/${submissionId}/prediction/${encodeURIComponent(stem)}`;

export const kitPath = (slug: string): string => `/api/challenges/${slug}/kit.zip`;

export const invitePath = (token: string): string => `/join/${token}`;
