import { readFile } from "node:fs/promises";
import { MaskboardError, MODEL_CARD, type ModelCard, modelCardSchema } from "@maskboard/contracts";
import { nodeCodec, openFileSource } from "@maskboard/data";
import {
  type ArchiveEntry,
  type ByteSource,
  checkEntries,
  openZip,
  readEntry,
} from "@maskboard/data/check";
import { z } from "zod";

export interface ModelArtifact {
  readonly model: Uint8Array;
  readonly card: ModelCard;
}

const MAX_CARD_BYTES = 2 ** 16;
const MAX_ENTRIES = 100;

/**
 * Reads an uploaded model: an ONNX file, or a zip with one ONNX file and maybe a card.json.
 *
 * @param maxBytes that the model may have, packed or not
 * @throws MaskboardError `zip_…`, `file_too_large`, `model_invalid`, `model_card`
 */
export async function readModelArtifact(path: string, maxBytes: number): Promise<ModelArtifact> {
  const source = await openFileSource(path);
  try {
    const mark = Buffer.from(await source.read(0, 2)).toString("latin1");
    if (mark === "PK") return await fromZip(source, maxBytes);
  } finally {
    await source.close();
  }
  if (source.size > maxBytes) throw tooLarge(source.size, maxBytes);
  return { model: await readFile(path), card: modelCardSchema.parse({}) };
}

async function fromZip(source: ByteSource, maxBytes: number): Promise<ModelArtifact> {
  const limits = {
    maxBytes,
    maxEntries: MAX_ENTRIES,
    maxEntryBytes: maxBytes,
    maxTotalBytes: maxBytes,
  };
  const entries = await openZip(source, limits);
  const [fault] = checkEntries(entries, limits);
  if (fault) throw fault;
  const named = (fits: (name: string) => boolean) =>
    entries.filter(({ path, directory }) => !directory && fits(path.split("/").at(-1) ?? ""));
  const models = named((name) => name.toLowerCase().endsWith(".onnx"));
  const [model] = models;
  if (!model || models.length > 1) {
    throw new MaskboardError(
      "model_invalid",
      `The zip must hold one .onnx file; it holds ${models.length}.`,
      { value: models.length, expected: 1 },
    );
  }
  const cards = named((name) => name === MODEL_CARD);
  if (cards.length > 1) {
    throw new MaskboardError("model_card", `The zip holds ${cards.length} files ${MODEL_CARD}.`);
  }
  const bytes = await readEntry(source, model, nodeCodec);
  return { model: bytes, card: await readCard(source, cards[0]) };
}

async function readCard(source: ByteSource, entry: ArchiveEntry | undefined): Promise<ModelCard> {
  if (!entry) return modelCardSchema.parse({});
  if (entry.uncompressedSize > MAX_CARD_BYTES) {
    throw new MaskboardError("model_card", `${MODEL_CARD} is longer than a card can be.`, {
      limit: MAX_CARD_BYTES,
    });
  }
  const text = new TextDecoder().decode(await readEntry(source, entry, nodeCodec));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MaskboardError("model_card", `${MODEL_CARD} is no JSON.`, {}, error);
  }
  const card = modelCardSchema.safeParse(json);
  if (card.success) return card.data;
  throw new MaskboardError("model_card", `${MODEL_CARD}: ${z.prettifyError(card.error)}`);
}

function tooLarge(value: number, limit: number): MaskboardError {
  const most = Math.floor(limit / 2 ** 20);
  return new MaskboardError("file_too_large", `The model may have at most ${most} MiB.`, {
    value,
    limit,
  });
}
