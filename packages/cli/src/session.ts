import { join } from "node:path";
import { createClient, type MaskboardClient } from "./client/client.ts";
import { ensureConfigFolder } from "./config/folder.ts";
import { findServer, type ServerChoice } from "./config/server.ts";
import type { Env } from "./env.ts";
import { UsageError } from "./exit.ts";
import { Progress } from "./output/progress.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What a command works with: its surroundings, and a way to the server when it needs one. */
export class Session {
  readonly options: GlobalOptions;
  readonly env: Env;
  readonly progress = new Progress();

  constructor(options: GlobalOptions, env: Env) {
    this.options = options;
    this.env = env;
  }

  get json(): boolean {
    return this.options.json === true;
  }

  /** @throws UsageError when no server is named anywhere */
  async server(): Promise<ServerChoice> {
    const server = await findServer(this.options, this.env);
    if (server) return server;
    throw new UsageError(
      "Which server? None is named.",
      "Run `maskboard login`, or give --url or MASKBOARD_URL.",
    );
  }

  async client(): Promise<MaskboardClient> {
    return createClient(await this.server());
  }

  /** The file that remembers unfinished uploads; its folder exists. */
  async resumeFile(): Promise<string> {
    return join(await ensureConfigFolder(this.env), "uploads.json");
  }
}
