/** What kind of file the first bytes belong to, for messages that name the mistake. */
const SIGNATURES: readonly (readonly [string, string, number?])[] = [
  ["PNG image", "\x89PNG\r\n\x1a\n"],
  ["JPEG image", "\xff\xd8\xff"],
  ["GIF image", "GIF8"],
  ["WebP image", "WEBP", 8],
  ["BMP image", "BM"],
  ["TIFF image", "II*\0"],
  ["TIFF image", "MM\0*"],
  ["zip archive", "PK\x03\x04"],
  ["zip archive", "PK\x05\x06"],
  ["RAR archive", "Rar!\x1a\x07"],
  ["7z archive", "7z\xbc\xaf\x27\x1c"],
  ["gzip archive", "\x1f\x8b"],
  ["xz archive", "\xfd7zXZ\0"],
  ["bzip2 archive", "BZh"],
  ["tar archive", "ustar", 257],
  ["NumPy array", "\x93NUMPY"],
  ["PDF document", "%PDF-"],
  ["HTML page", "<!DOCTYPE"],
  ["HTML page", "<html"],
];

/** A noun for the file type ("JPEG image"), or `null` where the bytes are of no known kind. */
export function sniff(head: Uint8Array): string | null {
  for (const [name, magic, at = 0] of SIGNATURES) {
    if (head.length < at + magic.length) continue;
    let same = true;
    for (let i = 0; i < magic.length && same; i++) same = head[at + i] === magic.charCodeAt(i);
    if (same) return name;
  }
  return null;
}

/** Bytes that `sniff` needs to see. */
export const SNIFF_BYTES = 262;
