import { readEnv } from "./env.ts";
import type { Scorer } from "./scorer.ts";

/** Ends the process with one line on stderr. */
function refuse(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

let scorer: Scorer | undefined;
let stopping = false;

async function stop(): Promise<void> {
  if (!scorer) process.exit(0);
  // Asked a second time: no more waiting.
  if (stopping) process.exit(1);
  stopping = true;
  await scorer.stop();
  process.exit(0);
}

process.on("SIGTERM", () => stop().catch(refuse));
process.on("SIGINT", () => stop().catch(refuse));

try {
  const env = readEnv();
  // After the settings: a wrong one is told at once, before a hundred modules are loaded.
  const { startScorer } = await import("./scorer.ts");
  scorer = await startScorer(env);
} catch (error) {
  refuse(error);
}
