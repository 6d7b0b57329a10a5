import { Readable } from "node:stream";
import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { activeDataset, getChallenge } from "@maskboard/db";
import type { Services } from "../services.ts";
import { attachment, type FileAnswer } from "./answer.ts";

/** Read from the storage at a time while a part of a kit is sent. */
const PART_BYTES = 2 ** 22;

/**
 * The kit of a challenge; with a `Range` header of one range, that part of it.
 * @throws MaskboardError `not_found`
 */
export async function kitFile(
  services: Services,
  viewer: Viewer | null,
  slug: string,
  range: string | null,
): Promise<FileAnswer> {
  const { challenge } = await getChallenge(services.db, slug, viewer);
  const active = await activeDataset(services.db, challenge.activeSplitVersionId);
  const key = active?.dataset.kitKey;
  const size = active?.dataset.kitBytes ?? 0;
  if (!key || !active) throw new MaskboardError("not_found", "This challenge has no kit.");
  const etag = `"${active.dataset.id}"`;
  const common = {
    "Cache-Control": "private, no-cache",
    "Accept-Ranges": "bytes",
    "Content-Disposition": attachment(`${slug}-kit.zip`),
    ETag: etag,
  };
  const part = parseRange(range, size);
  if (!part) {
    const headers = { ...common, "Content-Length": String(size) };
    return { body: await services.storage.get(key), contentType: "application/zip", headers };
  }
  const { start, end } = part;
  async function* bytes() {
    for (let at = start; at < end; at += PART_BYTES) {
      yield await services.storage.readRange(key!, at, Math.min(end, at + PART_BYTES));
    }
  }
  return {
    status: 206,
    body: Readable.from(bytes()),
    contentType: "application/zip",
    headers: {
      ...common,
      "Content-Length": String(end - start),
      "Content-Range": `bytes ${start}-${end - 1}/${size}`,
    },
  };
}

/** One range of RFC 9110, section 14.1.2; what else there may be is answered with the whole. */
function parseRange(range: string | null, size: number): { start: number; end: number } | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
  return start < end ? { start, end } : null;
}
