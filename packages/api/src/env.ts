import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MaskboardError } from "@maskboard/contracts";
import { z } from "zod";

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const schema = z.object({
  DATABASE_URL: z
    .string({ error: "is missing; give a postgres:// address" })
    .regex(
      /^postgres(ql)?:\/\//,
      "must be an address like postgres://user:password@host:5432/name",
    ),
  MASKBOARD_HOME: optional(z.string()),
  MASKBOARD_IMPORT_ROOT: optional(z.string()),
  STORAGE_URL: optional(z.string().regex(/^(file|s3):\/\//, "must begin with file:// or s3://")),
  BETTER_AUTH_SECRET: z
    .string({ error: "is missing; give at least 32 random characters" })
    .min(32, "must have at least 32 characters"),
  PUBLIC_URL: optional(z.url("must be an address like https://masks.example.org")),
  PORT: optional(z.coerce.number("must be a number").int().min(1).max(65_535)),
  GITHUB_CLIENT_ID: optional(z.string()),
  GITHUB_CLIENT_SECRET: optional(z.string()),
  AWS_ACCESS_KEY_ID: optional(z.string()),
  AWS_SECRET_ACCESS_KEY: optional(z.string()),
  AWS_SESSION_TOKEN: optional(z.string()),
});

export interface ApiEnv {
  databaseUrl: string;
  /** Folder of everything that is kept on this machine. */
  home: string;
  /** Folder whose subfolders admins may import by name; `null` = none. */
  importRoot: string | null;
  storageUrl: string;
  s3: {
    accessKeyId: string | undefined;
    secretAccessKey: string | undefined;
    sessionToken: string | undefined;
  };
  authSecret: string;
  /** Address that people use; its scheme decides whether cookies are for https only. */
  publicUrl: string;
  github: { clientId: string; clientSecret: string } | null;
}

/**
 * @throws MaskboardError `misconfigured` with one line for each variable that is wrong
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): ApiEnv {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new MaskboardError("misconfigured", lines.join("\n"));
  }
  const env = parsed.data;
  const home = resolve(env.MASKBOARD_HOME ?? ".maskboard");
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env;
  if (!clientId !== !clientSecret) {
    throw new MaskboardError(
      "misconfigured",
      "GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET are needed together, or neither",
    );
  }
  return {
    databaseUrl: env.DATABASE_URL,
    home,
    importRoot: env.MASKBOARD_IMPORT_ROOT ?? null,
    storageUrl: env.STORAGE_URL ?? pathToFileURL(join(home, "storage")).href,
    s3: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    },
    authSecret: env.BETTER_AUTH_SECRET,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 3000}`,
    github: clientId && clientSecret ? { clientId, clientSecret } : null,
  };
}

/** The settings of this process. */
export const processEnv = (): ApiEnv => parseEnv(process.env);
