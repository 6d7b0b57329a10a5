import { stat } from "node:fs/promises";
import type { ExportFormat, ExportKind } from "@maskboard/contracts";
import { download } from "../../client/download.ts";
import { bytes } from "../../output/format.ts";
import { accent } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
}

/**
 * `maskboard admin export SLUG board|submissions|images --format csv|json --out FILE`. The file is
 * there when it is whole.
 *
 * @throws MaskboardError `forbidden`, `not_found`
 */
export async function exportTable(
  session: Session,
  slug: string,
  kind: ExportKind,
  { format, out }: ExportOptions,
): Promise<Report> {
  const client = await session.client();
  const path = `/api/challenges/${encodeURIComponent(slug)}/exports/${kind}?format=${format}`;
  await download(client, path, out, (done) =>
    session.progress.show("downloading", done, done, bytes(done)),
  );
  const { size } = await stat(out);
  return {
    json: { challenge: slug, kind, format, file: out, bytes: size },
    text: `${accent(out)} ${bytes(size)}`,
  };
}
