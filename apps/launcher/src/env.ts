import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MaskboardError } from "@maskboard/contracts";
import { z } from "zod";

const clone = resolve(import.meta.dirname, "../../..");

const url = (schemes: readonly string[], example: string) =>
  z.string().refine(
    (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol),
    `must be an address like ${example}`,
  );

const port = z.coerce
  .number("must be a whole number from 1 to 65535")
  .int("must be a whole number from 1 to 65535")
  .min(1, "must be a whole number from 1 to 65535")
  .max(65_535, "must be a whole number from 1 to 65535");

const count = (fallback: number) => z.coerce.number().int().min(1).max(10_000).default(fallback);

const schema = z.object({
  /** Where the site listens. */
  PORT: port.default(3000),
  /** Address to listen on; all of them when unset. */
  HOST: z.string().optional(),
  /** How people reach the site; links and cookies depend on it. */
  PUBLIC_URL: url(["http:", "https:"], "https://maskboard.example.org").optional(),
  /** Everything that is kept: database, files, logs, credentials. */
  MASKBOARD_HOME: z.string().default(resolve(clone, ".maskboard")),
  DATABASE_URL: url(["postgres:", "postgresql:"], "postgres://user:password@host:5432/name").optional(),
  STORAGE_URL: url(["file:", "s3:"], "file:///srv/maskboard or s3://bucket/prefix").optional(),
  BETTER_AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  /** Size of the seeded challenge: images of each part and their side in pixels. */
  MASKBOARD_SEED_TRAIN: count(120),
  MASKBOARD_SEED_PUBLIC: count(40),
  MASKBOARD_SEED_PRIVATE: count(40),
  MASKBOARD_SEED_SIZE: z.coerce.number().int().min(64).max(1024).default(350),
});

export interface LauncherEnv {
  port: number;
  host: string | undefined;
  publicUrl: string;
  home: string;
  /** `undefined`: the embedded Postgres. */
  databaseUrl: string | undefined;
  storageUrl: string;
  authSecret: string | undefined;
  seed: { train: number; public: number; private: number; size: number };
}

/**
 * Reads the settings.
 *
 * @throws {MaskboardError} `misconfigured`, with one line that names each wrong variable.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): LauncherEnv {
  // Compose files and shells pass unset variables as empty strings.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new MaskboardError("misconfigured", `${lines.join("; ")}.`);
  }
  const env = parsed.data;
  const home = resolve(clone, env.MASKBOARD_HOME);
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, "") ?? `http://localhost:${env.PORT}`,
    home,
    databaseUrl: env.DATABASE_URL,
    storageUrl: env.STORAGE_URL ?? pathToFileURL(resolve(home, "storage")).href,
    authSecret: env.BETTER_AUTH_SECRET,
    seed: {
      train: env.MASKBOARD_SEED_TRAIN,
      public: env.MASKBOARD_SEED_PUBLIC,
      private: env.MASKBOARD_SEED_PRIVATE,
      size: env.MASKBOARD_SEED_SIZE,
    },
  };
}
