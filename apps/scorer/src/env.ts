import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const optional = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

const schema = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }),
    /** Address of the site; it goes into the README of data kits. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
    MASKBOARD_HOME: optional,
    /** Folder whose subfolders an admin may import by name. */
    MASKBOARD_IMPORT_ROOT: optional,
    STORAGE_URL: optional,
    AWS_ACCESS_KEY_ID: optional,
    AWS_SECRET_ACCESS_KEY: optional,
    AWS_SESSION_TOKEN: optional,
    /** Jobs that run side by side; they share one pool of decoding threads. */
    SCORER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(2),
    /** Decoding threads; 0 = one a core. */
    SCORER_THREADS: z.coerce.number().int().min(0).max(256).default(0),
    /** Port of /healthz, /readyz and /metrics; 0 = any free one. */
    SCORER_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    SCORER_HOST: z.string().min(1).default("127.0.0.1"),
    SCORER_NAME: z.string().min(1).max(100).default(`${hostname()}-${process.pid}`),
    LOG_LEVEL: z
      .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
      .default("info"),
  })
  .transform((env) => {
    const home = resolve(env.MASKBOARD_HOME ?? join(tmpdir(), "maskboard"));
    return {
      databaseUrl: env.DATABASE_URL,
      siteUrl: env.PUBLIC_URL,
      importRoot: env.MASKBOARD_IMPORT_ROOT ?? null,
      storageUrl: env.STORAGE_URL ?? pathToFileURL(join(home, "storage")).href,
      s3: {
        accessKeyId: env.AWS_ACCESS_KEY_ID,
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
        sessionToken: env.AWS_SESSION_TOKEN,
      },
      cacheFolder: join(home, "cache"),
      concurrency: env.SCORER_CONCURRENCY,
      threads: env.SCORER_THREADS,
      port: env.SCORER_PORT,
      host: env.SCORER_HOST,
      name: env.SCORER_NAME,
      logLevel: env.LOG_LEVEL,
    };
  });

export type Env = z.output<typeof schema>;

/**
 * The scorer's settings.
 *
 * @throws Error with one line that names each bad variable
 */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return variables[name] === undefined ? `${name} is not set` : `${name}: ${issue.message}`;
  });
  throw new Error(`The scorer can't start: ${problems.join("; ")}.`);
}
