import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MaskboardError } from "@maskboard/contracts";
import type { S3Credentials } from "@maskboard/storage";
import { z } from "zod";

const clone = resolve(import.meta.dirname, "../../..");

const url = (schemes: readonly string[], example: string) =>
  z
    .string()
    .refine(
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
  DATABASE_URL: url(
    ["postgres:", "postgresql:"],
    "postgres://user:password@host:5432/name",
  ).optional(),
  STORAGE_URL: url(["file:", "s3:"], "file:///srv/maskboard or s3://bucket/prefix").optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  BETTER_AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  /** Size of the seeded challenge: images of each part and their side in pixels. */
  MASKBOARD_SEED_TRAIN: count(120),
  MASKBOARD_SEED_PUBLIC: count(40),
  MASKBOARD_SEED_PRIVATE: count(40),
  MASKBOARD_SEED_SIZE: z.coerce.number().int().min(64).max(1024).default(350),
});

const adminSchema = z.object({
  ADMIN_EMAIL: z.email("must be an e-mail address").optional(),
  ADMIN_PASSWORD: z.string().min(10, "must have at least 10 characters").optional(),
});

export interface LauncherEnv {
  port: number;
  host: string | undefined;
  publicUrl: string;
  home: string;
  /** `undefined`: the embedded Postgres. */
  databaseUrl: string | undefined;
  storageUrl: string;
  s3: S3Credentials;
  authSecret: string | undefined;
  seed: { train: number; public: number; private: number; size: number };
}

type Source = Record<string, string | undefined>;

function parse<Schema extends z.ZodType>(shape: Schema, source: Source): z.output<Schema> {
  // Compose files and shells pass unset variables as empty strings.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new MaskboardError("misconfigured", `${lines.join("; ")}.`);
}

/**
 * Reads the settings.
 *
 * @throws {MaskboardError} `misconfigured`, with one line that names each wrong variable.
 */
export function readEnv(source: Source = process.env): LauncherEnv {
  const env = parse(schema, source);
  const home = resolve(clone, env.MASKBOARD_HOME);
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, "") ?? `http://localhost:${env.PORT}`,
    home,
    databaseUrl: env.DATABASE_URL,
    storageUrl: env.STORAGE_URL ?? pathToFileURL(resolve(home, "storage")).href,
    s3: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    },
    authSecret: env.BETTER_AUTH_SECRET,
    seed: {
      train: env.MASKBOARD_SEED_TRAIN,
      public: env.MASKBOARD_SEED_PUBLIC,
      private: env.MASKBOARD_SEED_PRIVATE,
      size: env.MASKBOARD_SEED_SIZE,
    },
  };
}

/**
 * The first administrator of a server without the launcher, if one is wanted.
 *
 * @throws {MaskboardError} `misconfigured` when only half of it is given, or it can't be used.
 */
export function readAdmin(
  source: Source = process.env,
): { email: string; password: string } | undefined {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = parse(adminSchema, source);
  if (email && password) return { email, password };
  if (!email && !password) return undefined;
  throw new MaskboardError("misconfigured", "ADMIN_EMAIL and ADMIN_PASSWORD belong together.");
}
