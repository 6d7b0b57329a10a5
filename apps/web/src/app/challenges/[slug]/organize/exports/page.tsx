import type { ExportKind } from "@maskboard/contracts";
import { DownloadIcon } from "lucide-react";
import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-button";
import { requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Exports" };

const EXPORTS: { kind: ExportKind; title: string; text: string }[] = [
  {
    kind: "board",
    title: "Board",
    text: "One row a team: public and private rank and mean IoU, interval, classes.",
  },
  {
    kind: "submissions",
    title: "Submissions",
    text: "One row a submission, whatever became of it: who, when, state, public and private scores, classes.",
  },
  {
    kind: "images",
    title: "Per-image scores",
    text: "One row for each submission and test image, public and private ones.",
  },
];

export default async function ExportsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  await requireOrganizer(slug);
  return (
    <div className="grid gap-8">
      <PageHead
        title="Exports"
        text="With private scores: keep the files to yourselves. Each download is noted in the audit log. In CSV files, texts that a spreadsheet would run as a formula begin with an apostrophe."
      />
      <ul className="grid">
        {EXPORTS.map(({ kind, title, text }) => (
          <li
            key={kind}
            className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 border-b border-line py-4"
          >
            <div className="grid max-w-prose gap-0.5">
              <h2 className="font-semibold">{title}</h2>
              <p className="text-sm text-muted-foreground">{text}</p>
            </div>
            <div className="flex gap-2">
              {(["csv", "json"] as const).map((format) => (
                <Button key={format} asChild variant="outline" size="sm">
                  <a href={`/api/challenges/${slug}/exports/${kind}?format=${format}`} download>
                    <DownloadIcon aria-hidden />
                    <span className="sr-only">{title} as </span>
                    {format.toUpperCase()}
                  </a>
                </Button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <div className="grid max-w-2xl gap-2">
        <p className="text-sm text-muted-foreground">The same on the command line:</p>
        <CopyLine
          label="Copy the command"
          text={`maskboard admin export ${slug} submissions --format csv --out submissions.csv`}
        />
      </div>
    </div>
  );
}
