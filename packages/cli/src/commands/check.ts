import { checkUpload } from "../local/check-upload.ts";
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
  const report = await checkUpload(file, spec, session.progress);
  const what = report.lane === "masks" ? counted(report.images, "mask") : "model";
  return {
    json: { challenge, file, valid: true, images: report.images, notices: report.notices },
    text: [
      `${good("valid")}  ${what} for ${challenge}`,
      ...report.notices.map((notice) => dim(notice)),
    ].join("\n"),
  };
}
