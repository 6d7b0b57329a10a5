import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { broken, type Finding, ok } from "./finding.ts";

/** Native modules of the image code, which belong to that package alone. */
const NATIVE = ["sharp"] as const;

/** Whether the native modules that read images load on this machine. */
export async function inspectMaskCode(): Promise<Finding[]> {
  const owner = createRequire(import.meta.resolve("@maskboard/data"));
  const findings: Finding[] = [];
  for (const name of NATIVE) {
    try {
      await import(pathToFileURL(owner.resolve(name)).href);
      findings.push(ok(name, `loads on ${process.platform} ${process.arch}`));
    } catch (error) {
      findings.push(
        broken(
          name,
          `${name} does not load: ${(error as Error).message.split("\n")[0]}`,
          "Delete node_modules and run `npm start` (or `pnpm install`) again on this machine.",
        ),
      );
    }
  }
  return findings;
}
