import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import type { CheckReport } from "../check/index.ts";
import { blobSource, checkSubmission, portableCodec } from "../check/index.ts";
import { nodeCodec } from "../node-codec.ts";
import type { ZipItem } from "../zip-write.ts";
import { SPEC } from "./masks.ts";

/** A really encrypted zip, AES-256 or the old ZipCrypto. */
export async function encryptedZip(items: ZipItem[], zipCrypto = false): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { password: "secret", zipCrypto });
  for (const item of items) {
    if ("data" in item) await writer.add(item.path, new Uint8ArrayReader(item.data));
  }
  return writer.close();
}

/** Replaces a text of the same length everywhere: names in local headers and the directory. */
export function rename(zip: Uint8Array, from: string, to: string): Buffer {
  const bytes = Buffer.from(zip);
  const [a, b] = [Buffer.from(from), Buffer.from(to)];
  if (a.length !== b.length) throw new Error("names must have the same length");
  for (let at = bytes.indexOf(a); at >= 0; at = bytes.indexOf(a, at + 1)) bytes.set(b, at);
  return bytes;
}

/** Where the central directory record of a path begins. */
export function directoryRecord(zip: Buffer, path: string): number {
  for (let at = zip.indexOf("PK\x01\x02"); at >= 0; at = zip.indexOf("PK\x01\x02", at + 4)) {
    const name = zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28)).toString();
    if (name === path) return at;
  }
  throw new Error(`${path} is not in the zip`);
}

/** Checks with both codecs, which must say exactly the same. */
export async function check(zip: Uint8Array, spec = SPEC): Promise<CheckReport> {
  const source = blobSource(new Blob([new Uint8Array(zip)]));
  const report = await checkSubmission(source, spec, { codec: nodeCodec });
  const portable = await checkSubmission(source, spec, { codec: portableCodec });
  if (JSON.stringify(report) !== JSON.stringify(portable)) {
    throw new Error(`reports differ: ${JSON.stringify({ report, portable }, null, 2)}`);
  }
  return report;
}
