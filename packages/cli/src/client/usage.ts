/** What other command lines share with this one: checks of what they are given, and exit codes. */
export { normalizeUrl } from "../config/server.ts";
export { exitCodeOf, UsageError } from "../exit.ts";
export { needFile } from "../local/paths.ts";
