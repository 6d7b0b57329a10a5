import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { findUploadRecord, type UploadRecord } from "@maskboard/db";
import { z } from "zod";
import type { Services } from "../services.ts";

/**
 * The submission or import behind an upload, for the person who began it.
 * @throws MaskboardError `not_found` for everybody else too
 */
export async function ownUpload(
  services: Services,
  viewer: Viewer,
  id: string,
): Promise<UploadRecord> {
  const record = z.uuid().safeParse(id).success ? await findUploadRecord(services.db, id) : null;
  if (record?.userId === viewer.id) return record;
  throw new MaskboardError("not_found", "There is no such upload; begin a new one.");
}

/** The header that tells which submission or import an upload is. */
export const recordHeader = ({ kind }: Pick<UploadRecord, "kind">): string =>
  kind === "submission" ? "Maskboard-Submission-Id" : "Maskboard-Import-Id";
