import { MaskboardError, predictionsKey, type Viewer } from "@maskboard/contracts";
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
  const { artifactKey, bytes, filename, state, lane } = found.submission;
  if (!artifactKey) throw new MaskboardError("not_found", "The file has not arrived yet.");
  return { ...found, artifactKey, bytes, filename, state, lane };
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
  const { access, artifactKey, bytes, scoreId, lane } = await readable(
    services,
    viewer,
    submissionId,
  );
  const { activeSplitVersionId } = access.challenge;
  const found =
    activeSplitVersionId && (await findTestImage(services.db, activeSplitVersionId, stem));
  const shown = found && (found.split === "public" || privateGrant(access) !== null);
  if (!shown || scoreId === null) {
    throw new MaskboardError("not_found", "There is no such prediction.");
  }
  const spec = await submissionSpec(services.db, access);
  const masks =
    lane === "masks" ? { key: artifactKey, size: bytes } : await modelMasks(services, submissionId);
  const read = (offset: number, length: number) =>
    services.storage.readRange(masks.key, offset, offset + length);
  const mask = await readSubmissionMask({ size: masks.size, read }, spec, stem);
  const body = await renderMask(mask, spec.classMap);
  return { body, contentType: "image/png", headers: PRIVATE_FOREVER };
}

/** The zip of masks that a submitted model made. */
async function modelMasks({ storage }: Services, submissionId: string) {
  const key = predictionsKey(submissionId);
  const found = await storage.stat(key);
  if (!found) throw new MaskboardError("not_found", "There is no such prediction.");
  return { key, size: found.size };
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
  const zip = filename.toLowerCase().endsWith(".zip");
  return {
    body: await services.storage.get(artifactKey),
    contentType: zip ? "application/zip" : "application/octet-stream",
    headers: {
      ...ASK_AGAIN,
      "Content-Length": String(bytes),
      "Content-Disposition": attachment(filename),
    },
  };
}
