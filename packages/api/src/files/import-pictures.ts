import { importPictureKey, MaskboardError, type Viewer } from "@maskboard/contracts";
import { getImport } from "@maskboard/db";
import { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import type { Services } from "../services.ts";
import { type FileAnswer, PRIVATE_FOREVER } from "./answer.ts";

const indexSchema = z.coerce.number().int().min(0);

/**
 * A picture of an import's report: an image with its truth over it, for admins only.
 * @throws MaskboardError `not_found` for everybody else too
 */
export async function importPicture(
  { db, storage }: Services,
  viewer: Viewer | null,
  importId: string,
  picture: string,
): Promise<FileAnswer> {
  const index = indexSchema.safeParse(picture);
  const missing = new MaskboardError("not_found", "There is no such picture.");
  if (!viewer?.admin || !index.success || !z.uuid().safeParse(importId).success) throw missing;
  requireScope(viewer, "organize");
  const { findings } = await getImport(db, importId);
  if (index.data >= (findings?.pictures.length ?? 0)) throw missing;
  const body = await storage.get(importPictureKey(importId, index.data));
  return { body, contentType: "image/webp", headers: PRIVATE_FOREVER };
}
