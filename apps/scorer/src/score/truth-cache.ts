import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import type { ScoringInput } from "@maskboard/db";
import { buildTruthPack, type TruthImage } from "@maskboard/scoring";
import type { Storage } from "@maskboard/storage";

/**
 * The true masks of split versions as local files, each built once from storage and kept. Jobs that
 * need the same one at the same time wait for one build; several processes may share the folder.
 */
export class TruthCache {
  readonly #folder: string;
  readonly #storage: Storage;
  readonly #packs = new Map<string, Promise<string>>();

  constructor(cacheFolder: string, storage: Storage) {
    this.#folder = join(cacheFolder, "truth");
    this.#storage = storage;
  }

  /** Path of the truth pack of a split version. Versions never change, so neither does the file. */
  async path(splitVersionId: string, input: ScoringInput, classMap: ClassMap): Promise<string> {
    let pack = this.#packs.get(splitVersionId);
    if (!pack) {
      pack = this.#build(splitVersionId, input, classMap);
      this.#packs.set(splitVersionId, pack);
      // A failure may pass; the next job tries again.
      pack.catch(() => this.#packs.delete(splitVersionId));
    }
    return pack;
  }

  /** Drops a pack that can't be used, so that the next job builds it again. */
  async forget(splitVersionId: string): Promise<void> {
    this.#packs.delete(splitVersionId);
    await rm(this.#file(splitVersionId), { force: true });
  }

  #file(splitVersionId: string): string {
    return join(this.#folder, `${splitVersionId}.pack`);
  }

  async #build(splitVersionId: string, input: ScoringInput, classMap: ClassMap): Promise<string> {
    const file = this.#file(splitVersionId);
    if (existsSync(file)) return file;
    await mkdir(this.#folder, { recursive: true });
    const storage = this.#storage;
    const images = input.images.map(
      ({ stem, width, height, maskKey }): TruthImage => ({
        stem,
        width,
        height,
        read: () => storage.read(maskKey),
      }),
    );
    await buildTruthPack(file, classMap, images);
    return file;
  }
}
