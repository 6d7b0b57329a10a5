import { readFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { correctionSchema } from "@maskboard/contracts";
import type { MaskboardClient } from "../../client/client.ts";
import { fromResponse, networkReason, unreachable } from "../../client/request-error.ts";
import { UsageError } from "../../exit.ts";
import { counted } from "../../output/format.ts";
import { accent, bold } from "../../output/style.ts";
import type { Report } from "../../report.ts";
import type { Session } from "../../session.ts";

export interface CorrectOptions {
  readonly note?: string | undefined;
}

/** As in `test/masks/cow.png`: where a stem is in train and in test, a folder tells which is meant. */
const nameOf = (file: string): string => resolve(file).split(sep).slice(-3).join("/");

async function formOf(files: readonly string[], note: string | undefined): Promise<FormData> {
  const form = new FormData();
  for (const file of files) {
    const bytes = await readFile(file).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${file} can't be read: ${why}`, "Name PNGs, or a zip of them.");
    });
    form.append("files", new Blob([bytes]), nameOf(file));
  }
  if (note !== undefined) form.set("note", note);
  return form;
}

async function send({ url, headers }: MaskboardClient, slug: string, body: FormData) {
  const target = new URL(`/api/challenges/${encodeURIComponent(slug)}/masks`, `${url}/`);
  const response = await fetch(target, { method: "POST", headers, body }).catch(
    (error: unknown) => {
      throw unreachable(url, networkReason(error), error);
    },
  );
  const text = await response.text();
  if (!response.ok) throw fromResponse(response.status, text, url);
  return correctionSchema.parse(JSON.parse(text));
}

/**
 * `maskboard admin correct SLUG FILE...`: replaces true masks by PNGs named like their images, or by
 * a zip of them, in a new data version with a split version of its own. Boards stay as they are until
 * that is activated.
 *
 * @throws MaskboardError `mask_…`, `masks_…`, `zip_…`; `bad_request` when nothing differs; `forbidden`
 */
export async function correct(
  session: Session,
  slug: string,
  files: readonly string[],
  { note }: CorrectOptions,
): Promise<Report> {
  const made = await send(await session.client(), slug, await formOf(files, note));
  const activate = `maskboard admin activate ${slug} ${made.splitVersion}`;
  return {
    json: { challenge: slug, ...made },
    text: [
      `Data version ${bold(String(made.dataset))}: ${counted(made.test.length, "test mask")} and ${counted(made.train.length, "training mask")} replaced.`,
      `Split version ${bold(String(made.splitVersion))} belongs to it. Nothing counts yet: ${accent(`${activate} --dry-run`)} shows what ranks would become.`,
    ].join("\n"),
  };
}
