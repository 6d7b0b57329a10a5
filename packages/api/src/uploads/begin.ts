import {
  type AuditVia,
  MaskboardError,
  uploadMetadataSchema,
  type Viewer,
} from "@maskboard/contracts";
import { beginImport, beginUpload } from "@maskboard/db";
import { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import type { Services } from "../services.ts";

/** Room for a challenge with tens of thousands of images. */
const MAX_CHALLENGE_BYTES = 64 * 2 ** 30;

/**
 * Reserves the submission or import that an upload will become.
 * @param metadata of the upload, decoded
 * @returns its id, which is the upload's too
 */
export async function beginOf(
  services: Services,
  viewer: Viewer,
  metadata: Record<string, string | null | undefined>,
  bytes: number,
  via: AuditVia,
): Promise<string> {
  const parsed = uploadMetadataSchema.safeParse(metadata);
  if (!parsed.success) throw new MaskboardError("bad_request", z.prettifyError(parsed.error));
  const upload = parsed.data;
  requireScope(viewer, upload.purpose === "submission" ? "submit" : "organize");
  if (upload.purpose === "submission") {
    const { challenge: slug, filename, lane, note } = upload;
    const begun = await beginUpload(services.db, {
      slug,
      actor: viewer,
      filename,
      lane,
      note,
      bytes,
    });
    return begun.submissionId;
  }
  if (!viewer.admin) throw new MaskboardError("forbidden", "Only admins import challenges.");
  if (bytes > MAX_CHALLENGE_BYTES) {
    throw new MaskboardError("file_too_large", "A challenge archive may have at most 64 GiB.", {
      value: bytes,
      limit: MAX_CHALLENGE_BYTES,
    });
  }
  const { slug, filename, title = null, replace } = upload;
  const row = await beginImport(services.db, {
    ...{ userId: viewer.id, slug, filename, title, bytes, via },
    replace: replace === "draft",
  });
  return row.id;
}
