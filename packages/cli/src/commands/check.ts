import { MaskboardError } from "@maskboard/contracts";
import { showChecks } from "../local/show-checks.ts";
import { counted } from "../output/format.ts";
import { dim, good } from "../output/style.ts";
import type { Report } from "../report.ts";
import type { Session } from "../session.ts";

/**
 * `maskboard check FILE --challenge SLUG`.
 *
 * @throws MaskboardError the first thing that the upload would be refused for
 */
export async function check(
  session: Session,
  file: string,
  { challenge }: { challenge: string },
): Promise<Report> {
  const client = await session.client();
  const spec = await client.ask(client.trpc.challenge.spec.query({ slug: challenge }));
  const report = await showChecks(file, spec, session.progress);
  const [first] = report.errors;
  if (first) throw new MaskboardError(first.code, first.message, first.details);
  return {
    json: { challenge, file, valid: true, images: report.images, notices: report.notices },
    text: [
      `${good("valid")}  ${counted(report.images, "mask")} for ${challenge}`,
      ...report.notices.map((notice) => dim(notice)),
    ].join("\n"),
  };
}
