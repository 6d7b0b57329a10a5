import type { MaskboardError } from "@maskboard/contracts";
import { errorTone, fixTone, quiet } from "./style.ts";

/** Names that an error lists, most of them; the message already has the first few. */
const MOST_NAMES = 20;

/** An error for people: what is wrong, the names concerned, what to change. */
export function errorText(error: MaskboardError): string {
  const lines = [`${errorTone("error")} ${error.message}`];
  const { files, total } = error.details;
  const allSaid = files?.length === total && files?.every((name) => error.message.includes(name));
  if (files && files.length > 1 && !allSaid) {
    for (const name of files.slice(0, MOST_NAMES)) lines.push(quiet(`  ${name}`));
    const more = (total ?? files.length) - Math.min(files.length, MOST_NAMES);
    if (more > 0) lines.push(quiet(`  … and ${more} more`));
  }
  if (error.fix) lines.push(`${fixTone("  fix")} ${error.fix}`);
  return lines.join("\n");
}
