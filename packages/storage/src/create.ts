import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { StorageError, unavailable } from "./errors.ts";
import { LocalStorage } from "./local.ts";
import { S3Storage } from "./s3.ts";
import type { Storage } from "./storage.ts";

/** Keys for S3. Left out, the SDK looks where it usually does (instance role, shared files). */
export interface S3Credentials {
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
}

const S3_SETTINGS = ["endpoint", "region", "forcePathStyle"];

/**
 * The store at an address: `file:///absolute/folder`, or
 * `s3://bucket/prefix?endpoint=http://host:9000&region=eu-west-1&forcePathStyle=true`, where the
 * prefix and all settings are optional. With an endpoint, paths are in the path style by default.
 *
 * @throws StorageError `unavailable` where the address can't be understood.
 */
export function createStorage(address: string, credentials: S3Credentials = {}): Storage {
  const url = URL.parse(address);
  if (url?.protocol === "file:") {
    try {
      return new LocalStorage(fileURLToPath(url));
    } catch (error) {
      throw unavailable("be opened", error);
    }
  }
  if (url?.protocol === "s3:" && url.hostname) return createS3(url, credentials);
  throw new StorageError(
    "unavailable",
    `${JSON.stringify(address)} is no storage address; use file:///absolute/folder or s3://bucket/prefix`,
  );
}

function createS3(url: URL, credentials: S3Credentials): Storage {
  for (const name of url.searchParams.keys()) {
    if (!S3_SETTINGS.includes(name)) {
      throw new StorageError(
        "unavailable",
        `unknown setting ${JSON.stringify(name)} in the storage address; known: ${S3_SETTINGS.join(", ")}`,
      );
    }
  }
  const endpoint = url.searchParams.get("endpoint") ?? undefined;
  const pathStyle = url.searchParams.get("forcePathStyle");
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new S3Client({
    region: url.searchParams.get("region") ?? "us-east-1",
    ...(endpoint && { endpoint }),
    forcePathStyle: pathStyle === null ? endpoint !== undefined : pathStyle === "true",
    ...(accessKeyId &&
      secretAccessKey && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
      }),
    // Stores other than AWS's often lack the trailing checksums that the SDK adds by default.
    ...(endpoint && {
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
  });
  const prefix = url.pathname.replace(/^\/+|\/+$/g, "");
  return new S3Storage(client, url.hostname, prefix === "" ? "" : `${prefix}/`);
}
