import { relative } from "node:path";
import { bold, box, cyan, dim, duration } from "../../../scripts/lib/terminal.mjs";
import type { Credentials } from "./credentials.ts";
import type { LauncherEnv } from "./env.ts";
import type { Home } from "./home.ts";

/** What people see when all is ready: where the site is and who they can be. */
export function welcome(
  env: LauncherEnv,
  home: Home,
  { accounts }: Credentials,
  tookMs: number,
): string {
  const width = Math.max(...accounts.map(({ email }) => email.length));
  const short = (path: string): string => {
    const near = relative(process.cwd(), path);
    return near.startsWith("..") ? path : near;
  };
  return [
    "",
    box([
      "",
      `${bold("Maskboard is ready")}  ${dim(`in ${duration(tookMs)}`)}`,
      "",
      cyan(bold(env.publicUrl)),
      "",
      ...accounts.map(
        ({ role, email, password }) =>
          `${role.padEnd(12)} ${email.padEnd(width)}   ${bold(password)}`,
      ),
      "",
    ]),
    "",
    dim(`  Accounts and API keys: ${short(home.credentials)}   Logs: ${short(home.logs)}/`),
    dim("  Ctrl-C stops everything."),
    "",
  ].join("\n");
}
