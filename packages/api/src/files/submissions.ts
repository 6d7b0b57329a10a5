import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { readSubmissionMask } from "@maskboard/data";
import { findTestImage, getSubmission, privateGrant } from "@maskboard/db";
import { z } from "zod";
import type { Services } from "../services.ts";
import { submissionSpec } from "../views/challenge-view.ts";
import { ASK_AGAIN, attachment, type FileAnswer, PRIVATE_FOREVER } from "./answer.ts";
import { renderMask } from "./render-mask.ts";

async function readable(services: Services, viewer: Viewer | null, id: string) {
  if (!viewer) throw new MaskboardError("unauthenticated", "You are not signed in.");
  if (!z.uuid().safeParse(id).success) {
    throw new MaskboardError("not_found", "There is no such submission.");
  }
  const found = await getSubmission(services.db, id, viewer);
  const { artifactKey, bytes, filename, state } = found.submission;
  if (!artifactKey) throw new MaskboardError("not_found", "The file has not arrived yet.");
  return { ...found, artifactKey, bytes, filename, state };
}

/**
 * The predicted mask of a public test image in the classes' colours, for the submission's team and
 * organizers. Masks of private images show where private scores do.
 * @throws MaskboardError `unauthenticated`, `not_found`
 */
export async function predictionFile(
  services: Services,
  viewer: Viewer | null,
  submissionId: string,
  stem: string,
): Promise<FileAnswer> {
  const { access, artifactKey, bytes, scoreId } = await readable(services, viewer, submissionId);
  const { activeSplitVersionId } = access.challenge;
  const found =
    activeSplitVersionId && (await findTestImage(services.db, activeSplitVersionId, stem));
  const shown = found && (found.split === "public" || privateGrant(access) !== null);
  if (!shown || scoreId === null) {
    throw new MaskboardError("not_found", "There is no such prediction.");
  }
  const spec = await submissionSpec(services.db, access);
  const read = (offset: number, length: number) =>
    services.storage.readRange(artifactKey, offset, offset + length);
  const mask = await readSubmissionMask({ size: bytes, read }, spec, stem);
  const body = await renderMask(mask, spec.classMap);
  return { body, contentType: "image/png", headers: PRIVATE_FOREVER };
}

/**
 * The uploaded file, for the submission's team and organizers.
 * @throws MaskboardError `unauthenticated`, `not_found`
 */
export async function artifactFile(
  services: Services,
  viewer: Viewer | null,
  submissionId: string,
): Promise<FileAnswer> {
  const { artifactKey, bytes, filename } = await readable(services, viewer, submissionId);
  return {
    body: await services.storage.get(artifactKey),
    contentType: "application/zip",
    headers: {
      ...ASK_AGAIN,
      "Content-Length": String(bytes),
      "Content-Disposition": attachment(filename),
    },
  };
}
