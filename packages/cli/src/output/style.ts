import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Colours only where stdout is a terminal; NO_COLOR and FORCE_COLOR are honoured. */
const forStdout =
  (format: Format) =>
  (text: string): string =>
    styleText(format, text, { stream: process.stdout });

const forStderr =
  (format: Format) =>
  (text: string): string =>
    styleText(format, text, { stream: process.stderr });

export const bold = forStdout("bold");
export const dim = forStdout("dim");
export const accent = forStdout("cyan");
export const good = forStdout("green");
export const warn = forStdout("yellow");
export const bad = forStdout("red");

export const errorTone = forStderr(["bold", "red"]);
export const fixTone = forStderr("cyan");
export const quiet = forStderr("dim");
export const okTone = forStderr("green");
