import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { type ClassMap, MaskboardError } from "@maskboard/contracts";
import { MaskDecoder } from "@maskboard/data/check";
import { nodeCodec } from "@maskboard/data/node-codec";
import { createClassIndex, packedToBytes, packLabels, unknownLabels } from "@maskboard/metrics";
import { z } from "zod";
import { narrow } from "./narrow.ts";

/** The true mask of one image. `read` gives the PNG. Sizes in pixels. */
export interface TruthImage {
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  read(): Promise<Uint8Array>;
}

const entrySchema = z.object({
  stem: z.string(),
  width: z.int(),
  height: z.int(),
  offset: z.int(),
  length: z.int(),
});
const indexSchema = z.object({
  ids: z.array(z.int()),
  voidId: z.int().nullable(),
  images: z.array(entrySchema),
});
export type TruthEntry = z.infer<typeof entrySchema>;

/** File mark and version; the index's position follows at the end of the file. */
const MARK = Buffer.from("MBTRUTH1");
const TRAILER_BYTES = 16;

/**
 * Writes the truth of a data set version as one file: each mask decoded once and packed as runs,
 * an index at the end. Scoring reads single masks out of it by offset, so memory does not grow with
 * the data set. The file appears whole or not at all; two processes may build it at once.
 *
 * @throws MaskboardError `mask_…` when a truth mask can't be read, `dataset_stray_label`
 */
export async function buildTruthPack(
  path: string,
  classMap: ClassMap,
  images: Iterable<TruthImage> | AsyncIterable<TruthImage>,
): Promise<void> {
  const classes = createClassIndex(
    classMap.classes.map(({ id }) => id),
    classMap.void ?? null,
  );
  const decoder = new MaskDecoder(classMap, nodeCodec);
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, "wx");
  try {
    const entries: TruthEntry[] = [];
    let offset = MARK.length;
    await file.write(MARK);
    for await (const { stem, width, height, read } of images) {
      const { labels } = decoder.decode(await read(), { file: stem, width, height });
      const [stray] = unknownLabels(classes, labels);
      if (stray) {
        throw new MaskboardError(
          "dataset_stray_label",
          `The true mask of '${stem}' has the label ${stray.label}, which is no class.`,
          { file: stem, value: stray.label },
        );
      }
      const bytes = packedToBytes(packLabels(narrow(labels)));
      await file.write(bytes);
      entries.push({ stem, width, height, offset, length: bytes.length });
      offset += bytes.length;
    }
    const index = Buffer.from(
      JSON.stringify({ ids: classes.ids, voidId: classes.voidId, images: entries }),
    );
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeBigUInt64LE(BigInt(offset), 0);
    MARK.copy(trailer, 8);
    await file.write(index);
    await file.write(trailer);
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(temporary, { force: true });
    throw error;
  }
}

/** An open truth pack. */
export interface TruthPack {
  readonly fd: number;
  readonly images: ReadonlyMap<string, TruthEntry>;
  close(): Promise<void>;
}

/**
 * @throws Error when the file is no whole truth pack, or one of other classes: build it again
 */
export async function openTruthPack(path: string, classMap: ClassMap): Promise<TruthPack> {
  const file = await open(path, "r");
  try {
    const { ids, voidId, images } = indexSchema.parse(await readIndex(file));
    const expected = classMap.classes.map(({ id }) => id);
    if (ids.join() !== expected.join() || voidId !== (classMap.void ?? null)) {
      throw new Error("it was built for other classes");
    }
    return {
      fd: file.fd,
      images: new Map(images.map((entry) => [entry.stem, entry])),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw new Error(`The truth pack ${path} can't be used.`, { cause: error });
  }
}

async function readIndex(file: FileHandle): Promise<unknown> {
  const { size } = await file.stat();
  const trailer = Buffer.alloc(TRAILER_BYTES);
  await file.read(trailer, 0, TRAILER_BYTES, Math.max(0, size - TRAILER_BYTES));
  if (!trailer.subarray(8).equals(MARK)) throw new Error("it is not whole");
  const start = Number(trailer.readBigUInt64LE(0));
  const index = Buffer.alloc(size - TRAILER_BYTES - start);
  await file.read(index, 0, index.length, start);
  return JSON.parse(index.toString());
}
