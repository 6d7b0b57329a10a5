/** Builds the site unless that is done: for tests and images, which need it without a start. */
import { MaskboardError } from "@maskboard/contracts";
import { buildSite, siteIsBuilt } from "./process/site-build.ts";

try {
  if (siteIsBuilt()) console.log("The site is built already.");
  else await buildSite((line) => console.log(line), new AbortController().signal);
} catch (error) {
  console.error(error instanceof MaskboardError ? error.message : error);
  process.exitCode = 1;
}
