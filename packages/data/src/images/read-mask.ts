import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ClassMap } from "@maskboard/contracts";
import { type DecodedMask, MaskDecoder } from "../check/mask.ts";
import { parsePngHeader } from "../check/png/header.ts";
import { nodeCodec } from "../node-codec.ts";

/**
 * Decodes one mask file of whatever size it has.
 *
 * @throws MaskboardError with a `mask_…` code
 */
export async function readMask(path: string, classMap: ClassMap): Promise<DecodedMask> {
  return decodeMaskBytes(await readFile(path), basename(path), classMap);
}

/** The same for a mask in memory; `file` names it in messages. */
export function decodeMaskBytes(png: Uint8Array, file: string, classMap: ClassMap): DecodedMask {
  const { width, height } = parsePngHeader(png, file);
  return new MaskDecoder(classMap, nodeCodec).decode(png, { file, width, height });
}
