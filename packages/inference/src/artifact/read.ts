import { readFile } from "node:fs/promises";
import {
  MaskboardError,
  MODEL_CARD,
  MODEL_JSON,
  type ModelCard,
  modelCardSchema,
} from "@maskboard/contracts";
import { nodeCodec, openFileSource } from "@maskboard/data";
import {
  type ArchiveEntry,
  type ByteSource,
  checkEntries,
  openZip,
  readEntry,
} from "@maskboard/data/check";
import { MAX_CARD_BYTES, parseCard } from "./card.ts";
import type { ModelFiles } from "./files.ts";
import { foreignFile, foreignZip } from "./foreign.ts";

export interface ModelArtifact {
  readonly files: ModelFiles;
  readonly card: ModelCard;
}

/** TensorFlow.js cuts weights into files of 4 MiB. */
const MAX_ENTRIES = 3_000;

/** Text of a TensorFlow.js model without its weights; the largest networks come to some MiB. */
const MAX_JSON_BYTES = 2 ** 24;

/**
 * Reads an uploaded model: an ONNX file, a zip with one ONNX file, or a zip with a TensorFlow.js
 * model; in zips maybe with a card.
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
  const model = await readFile(path);
  const foreign = foreignFile(model);
  if (foreign) throw foreign;
  const files: ModelFiles = { format: "onnx", model };
  return { files, card: modelCardSchema.parse({}) };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

async function fromZip(source: ByteSource, maxBytes: number): Promise<ModelArtifact> {
  const limits = {
    maxBytes,
    maxEntries: MAX_ENTRIES,
    maxEntryBytes: maxBytes,
    maxTotalBytes: maxBytes,
  };
  const all = await openZip(source, limits);
  const [fault] = checkEntries(all, limits);
  if (fault) throw fault;
  const entries = all.filter(({ directory }) => !directory);
  const named = (fits: (name: string) => boolean) =>
    entries.filter(({ path }) => fits(nameOf(path)));
  const models = named((name) => name.toLowerCase().endsWith(".onnx"));
  const jsons = named((name) => name === MODEL_JSON);
  const cards = named((name) => name === MODEL_CARD);
  const [model] = models;
  if (models.length > 1 || (!model && jsons.length !== 1)) {
    const foreign = foreignZip(entries.map(({ path }) => path));
    if (foreign) throw foreign;
    throw new MaskboardError(
      "model_invalid",
      `The zip must hold one .onnx file, or one ${MODEL_JSON} of TensorFlow.js.`,
      { value: models.length + jsons.length, expected: 1 },
    );
  }
  if (model) {
    const card = await readCard(source, [...cards, ...jsons]);
    return { files: { format: "onnx", model: await readEntry(source, model, nodeCodec) }, card };
  }
  const card = await readCard(source, cards);
  return { files: await readTfjs(source, jsons[0]!, entries), card };
}

/** A TensorFlow.js model: its JSON, and whatever lies right beside it. */
async function readTfjs(
  source: ByteSource,
  json: ArchiveEntry,
  entries: readonly ArchiveEntry[],
): Promise<ModelFiles> {
  if (json.uncompressedSize > MAX_JSON_BYTES) {
    throw new MaskboardError("model_invalid", `${MODEL_JSON} is longer than a model's can be.`, {
      value: json.uncompressedSize,
      limit: MAX_JSON_BYTES,
    });
  }
  const weights = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry === json || folderOf(entry.path) !== folderOf(json.path)) continue;
    const name = nameOf(entry.path);
    if (name !== MODEL_CARD) weights.set(name, await readEntry(source, entry, nodeCodec));
  }
  return { format: "tfjs", json: await readEntry(source, json, nodeCodec), weights };
}

async function readCard(source: ByteSource, cards: readonly ArchiveEntry[]): Promise<ModelCard> {
  const [card] = cards;
  if (!card) return modelCardSchema.parse({});
  const name = nameOf(card.path);
  if (cards.length > 1) {
    throw new MaskboardError("model_card", `The zip holds ${cards.length} cards.`);
  }
  if (card.uncompressedSize > MAX_CARD_BYTES) {
    throw new MaskboardError("model_card", `${name} is longer than a card can be.`, {
      limit: MAX_CARD_BYTES,
    });
  }
  return parseCard(name, await readEntry(source, card, nodeCodec));
}

function tooLarge(value: number, limit: number): MaskboardError {
  const most = Math.floor(limit / 2 ** 20);
  return new MaskboardError("file_too_large", `The model may have at most ${most} MiB.`, {
    value,
    limit,
  });
}
