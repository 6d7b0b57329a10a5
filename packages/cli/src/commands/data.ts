import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { download } from "../client/download.ts";
import { unpack } from "../local/unpack.ts";
import { bytes, counted } from "../output/format.ts";
import { bold, dim } from "../output/style.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

/** `maskboard data SLUG --out DIR`: the kit, unpacked. A broken download goes on where it stopped. */
export async function data(
  session: Session,
  slug: string,
  { out }: { out: string },
): Promise<Report> {
  const client = await session.client();
  const view = await client.ask(client.trpc.challenge.data.query({ slug }));
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  const archive = join(folder, `.${slug}-kit.zip`);
  await download(client, view.kit.path, archive, (done, total) =>
    session.progress.show("downloading", done, total, `${bytes(done)} of ${bytes(total)}`),
  );
  const files = await unpack(archive, folder, (done, total) =>
    session.progress.show("unpacking", done, total, counted(total, "file")),
  );
  await rm(archive);
  return {
    json: {
      challenge: slug,
      folder,
      files: files.length,
      bytes: view.kit.bytes,
      trainImages: view.trainImages,
      testImages: view.testImages,
      licence: view.licence,
    },
    text: [
      `${bold(folder)}  ${dim(counted(files.length, "file"))}`,
      `${counted(view.trainImages, "training image")}, ${counted(view.testImages, "test image")}`,
      view.licence && dim(`licence: ${view.licence}`),
      dim("README.md in it says how to go on."),
    ]
      .filter(Boolean)
      .join("\n"),
  };
}
