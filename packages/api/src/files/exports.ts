import { Readable } from "node:stream";
import {
  type ExportFormat,
  type ExportKind,
  exportFormatSchema,
  exportKindSchema,
  MaskboardError,
  type Viewer,
} from "@maskboard/contracts";
import { type AuditActor, audit, getChallenge } from "@maskboard/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Services } from "../services.ts";
import { ASK_AGAIN, attachment, type FileAnswer } from "./answer.ts";
import { csvOf, jsonOf } from "./export-formats.ts";
import { exportRows } from "./export-rows.ts";

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/**
 * A challenge's board, submissions or per-image scores with their private columns, for organizers;
 * it is sent while it is read. Leaves a trace in the audit log.
 * @throws MaskboardError `not_found`, `unauthenticated`, `forbidden`, `bad_request`
 */
export async function exportFile(
  services: Services,
  viewer: Viewer | null,
  via: AuditActor["via"],
  request: { slug: string; kind: string; format: string | null },
): Promise<FileAnswer> {
  const { db } = services;
  const access = await getChallenge(db, request.slug, viewer);
  if (!viewer) throw new MaskboardError("unauthenticated", "You are not signed in.");
  requireScope(viewer, "organize");
  if (!access.organizer) {
    throw new MaskboardError("forbidden", "Only organizers of this challenge may do that.");
  }
  const kind = parse<ExportKind>(exportKindSchema, request.kind);
  const format = parse<ExportFormat>(exportFormatSchema, request.format ?? "csv");
  const { id: challengeId, slug, classes } = access.challenge;
  await audit(db, {
    actor: { id: viewer.id, name: viewer.name, via },
    action: "export.download",
    challengeId,
    subject: { kind: "export", id: kind, name: `${kind}.${format}` },
  });
  const at = new Date();
  const table = exportRows(services, access, kind);
  const head = { challenge: slug, export: kind, exportedAt: at.toISOString(), classes };
  const text = format === "csv" ? csvOf(table) : jsonOf(head, table);
  const day = at.toISOString().slice(0, 10);
  return {
    // As bytes: a response takes no strings, and a stream of strings would count letters.
    body: Readable.from(bytesOf(text), { objectMode: false }),
    contentType: TYPES[format],
    headers: {
      ...ASK_AGAIN,
      "Content-Disposition": attachment(`${slug}-${kind}-${day}.${format}`),
    },
  };
}

async function* bytesOf(parts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) yield Buffer.from(part);
}

function parse<Value>(schema: typeof exportKindSchema | typeof exportFormatSchema, value: string) {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Value;
  const expected: string[] = [...schema.options];
  throw new MaskboardError("bad_request", `"${value}" is none of ${expected.join(", ")}.`, {
    value,
    expected,
  });
}
