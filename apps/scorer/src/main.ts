import { readEnv } from "./env.ts";
import { type Scorer, startScorer } from "./scorer.ts";

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
  scorer = await startScorer(readEnv());
} catch (error) {
  refuse(error);
}
