import { MaskboardError } from "@maskboard/contracts";
import { getChallenge } from "@maskboard/db";
import { requireScope } from "../auth/require-scope.ts";
import { viaOf, viewerOf } from "../auth/viewer.ts";
import { getServices, type Services } from "../services.ts";
import { errorResponse } from "../uploads/responses.ts";
import { correctMasks } from "./correct-masks.ts";
import type { SentFile } from "./read-masks.ts";

/** Room for the masks and what a form wraps around them. */
const MOST_BYTES = 66 * 2 ** 20;

/**
 * `POST /api/challenges/<slug>/masks`: corrected masks as `files` of a form (PNGs named by stem, or
 * zips of them) with a `note`. For organizers. Answers with what was made.
 */
export async function handleCorrection(
  request: Request,
  { slug }: { slug: string },
  services?: Services,
): Promise<Response> {
  try {
    const all = services ?? (await getServices());
    const viewer = await viewerOf(all.auth, all.db, request.headers);
    if (!viewer) throw new MaskboardError("unauthenticated", "You are not signed in.");
    const { challenge, organizer } = await getChallenge(all.db, slug, viewer);
    requireScope(viewer, "organize");
    if (!organizer) {
      throw new MaskboardError("forbidden", "Only organizers of this challenge may do that.");
    }
    const length = Number(request.headers.get("content-length") ?? Number.NaN);
    if (!(length <= MOST_BYTES)) {
      throw new MaskboardError("file_too_large", "Send at most 64 MiB of corrected masks at once.");
    }
    const { files, note } = await readForm(request);
    const actor = { id: viewer.id, name: viewer.name, via: viaOf(request.headers) };
    return Response.json(await correctMasks(all, challenge, { files, note, actor }));
  } catch (error) {
    return errorResponse(error);
  }
}

async function readForm(request: Request): Promise<{ files: SentFile[]; note: string }> {
  const form = await request.formData().catch((error: unknown) => {
    throw new MaskboardError("bad_request", "Send a form with `files`.", {}, error);
  });
  const files = form.getAll("files").flatMap((value) => (typeof value === "string" ? [] : [value]));
  const note = String(form.get("note") ?? "").trim();
  if (note.length > 500)
    throw new MaskboardError("bad_request", "A note has 500 characters at most.");
  return { files, note };
}
