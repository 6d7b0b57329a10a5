import { existsSync } from "node:fs";
import { join } from "node:path";
import { credentialsFile } from "../config/credentials.ts";
import { findServer } from "../config/server.ts";
import { EXIT, toMaskboardError } from "../exit.ts";
import { bad, bold, dim, good, warn } from "../output/style.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";
import { broken, type Finding } from "./doctor/finding.ts";
import { chromium, diskSpace, nodeVersion, privateFile } from "./doctor/machine.ts";
import { inspectMaskCode } from "./doctor/mask-code.ts";
import { inspectSandbox } from "./doctor/sandbox.ts";
import { inspectServer } from "./doctor/server.ts";

const SIGNS = { ok: good("✓"), note: warn("•"), broken: bad("✗") } as const;

function line({ name, state, message, fix }: Finding): string {
  const said = `${SIGNS[state]} ${bold(name.padEnd(12))} ${message}`;
  return fix === null ? said : `${said}\n  ${" ".repeat(12)} ${dim(fix)}`;
}

/** The server's findings; a damaged setting is a finding too, not the end of the examination. */
async function serverFindings(session: Session): Promise<Finding[]> {
  try {
    return await inspectServer(await findServer(session.options, session.env));
  } catch (thrown) {
    const error = toMaskboardError(thrown);
    return [broken("settings", error.message, error.fix)];
  }
}

/** `maskboard doctor`: exit 1 when something is broken. */
export async function doctor(session: Session): Promise<Report> {
  const { home } = session.env;
  const findings: Finding[] = [
    nodeVersion(),
    ...(await inspectMaskCode()),
    await inspectSandbox(),
    await diskSpace(process.cwd()),
    await privateFile("credentials", credentialsFile(session.env), "Nobody has signed in yet."),
    ...(await serverFindings(session)),
  ];
  if (home !== undefined) {
    findings.push(
      await diskSpace(home),
      await privateFile("accounts", join(home, "credentials.json"), "No server ran here yet."),
    );
  }
  // A clone has the site's sources beside this package.
  if (existsSync(new URL("../../../../apps/web", import.meta.url))) findings.push(chromium());
  const faults = findings.filter((finding) => finding.state === "broken").length;
  const verdict =
    faults === 0 ? good("Nothing is broken.") : bad(`${faults} to mend, marked with ✗.`);
  return {
    json: { healthy: faults === 0, findings },
    text: `${findings.map(line).join("\n")}\n\n${verdict}`,
    exitCode: faults === 0 ? EXIT.done : EXIT.refused,
  };
}
