import { z } from "zod";
import { UsageError } from "./exit.ts";

/** An empty variable counts as one that is not set, as shells and compose files often leave it. */
const unset = (value: unknown): unknown => (value === "" ? undefined : value);

const envSchema = z.object({
  MASKBOARD_URL: z.preprocess(unset, z.url({ protocol: /^https?$/ }).optional()),
  MASKBOARD_API_KEY: z.preprocess(unset, z.string().trim().min(1).optional()),
  MASKBOARD_HOME: z.preprocess(unset, z.string().optional()),
  MASKBOARD_CONFIG_DIR: z.preprocess(unset, z.string().optional()),
});

export interface Env {
  /** Address of the server. */
  readonly url: string | undefined;
  readonly key: string | undefined;
  /** Folder of a server on this machine; only `doctor` looks at it. */
  readonly home: string | undefined;
  /** Replaces the user's configuration folder. */
  readonly configDir: string | undefined;
}

/**
 * The environment variables that the command line knows.
 *
 * @throws UsageError naming the variable that cannot be used
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = envSchema.safeParse(source);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "environment");
    throw new UsageError(
      `${name} is ${JSON.stringify(source[name])}, which can't be used: ${issue?.message ?? ""}`,
      name === "MASKBOARD_URL"
        ? "Set MASKBOARD_URL to an address like http://localhost:3000, or unset it."
        : `Correct or unset ${name}.`,
    );
  }
  const env = parsed.data;
  return {
    url: env.MASKBOARD_URL,
    key: env.MASKBOARD_API_KEY,
    home: env.MASKBOARD_HOME,
    configDir: env.MASKBOARD_CONFIG_DIR,
  };
}
