import { Readable } from "node:stream";
import { errorResponse } from "../uploads/responses.ts";

/** A file for a client, or a part of it. */
export interface FileAnswer {
  readonly body: Readable | Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** 206 for a part. */
  readonly status?: 200 | 206;
}

/** Never changes under its address, and everybody may see it. */
export const PUBLIC_FOREVER = { "Cache-Control": "public, max-age=31536000, immutable" };
/** Never changes under its address, but is not for everybody. */
export const PRIVATE_FOREVER = { "Cache-Control": "private, max-age=31536000, immutable" };
/** Who may see it, or what it is, can change. */
export const ASK_AGAIN = { "Cache-Control": "private, no-cache" };

/** Turns an answer or its refusal into a response. */
export async function fileResponse(answer: Promise<FileAnswer>): Promise<Response> {
  try {
    const { body, contentType, headers, status = 200 } = await answer;
    const content =
      body instanceof Readable
        ? (Readable.toWeb(body) as ReadableStream<Uint8Array>)
        : new Uint8Array(body);
    return new Response(content, {
      status,
      headers: {
        "Content-Type": contentType,
        "X-Content-Type-Options": "nosniff",
        // What people upload is shown as a picture or saved, never run.
        "Content-Security-Policy": "default-src 'none'; sandbox",
        ...headers,
      },
    });
  } catch (error) {
    return errorResponse(error, ASK_AGAIN);
  }
}

const TYPES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  bmp: "image/bmp",
  tif: "image/tiff",
  tiff: "image/tiff",
  zip: "application/zip",
};

export const contentTypeOf = (key: string): string =>
  TYPES[key.slice(key.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";

/** `Content-Disposition` for a download under a name of any letters (RFC 6266). */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]/g, "_")}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
