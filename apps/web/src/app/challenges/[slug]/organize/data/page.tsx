import type { DatasetReport } from "@maskboard/contracts";
import type { Metadata } from "next";
import Link from "next/link";
import { SampleGallery } from "@/components/data/sample-gallery";
import { PageHead } from "@/components/organize/page-head";
import { FindingsReport } from "@/components/setup/findings-report";
import { LocalTime } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/panel";
import { api, getViewer, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Data" };

export default async function DataPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [challenge, versions, viewer] = await Promise.all([
    requireOrganizer(slug),
    api().then((caller) => orNotFound(caller.setup.data({ slug }))),
    getViewer(),
  ]);
  const { status, title, classes } = challenge;
  return (
    <div className="grid gap-10">
      <PageHead
        title="Data"
        text="What is in each version of the data set. Versions never change: a correction makes a new one, on the page Splits."
      >
        {viewer?.admin && status === "draft" ? (
          <Button asChild variant="outline">
            <Link href={`/admin/new?${new URLSearchParams({ slug, title, replace: "1" })}`}>
              Upload other data
            </Link>
          </Button>
        ) : null}
      </PageHead>
      {versions.length === 0 ? (
        <Empty>
          <p>There is no data yet.</p>
        </Empty>
      ) : null}
      {versions.map((version) => (
        <details
          key={version.version}
          open={version.active}
          className="group border-t border-line pt-4"
        >
          <summary className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-sm">
            <h2 className="text-lg font-semibold">Version {version.version}</h2>
            {version.active ? <Badge tone="primary">in use</Badge> : null}
            <span className="text-sm text-muted-foreground">
              {version.note ? `${version.note} · ` : ""}
              {version.by ? `${version.by} · ` : ""}
              <LocalTime at={version.createdAt} />
            </span>
          </summary>
          <div className="grid gap-10 pt-6">
            {version.findings ? (
              <FindingsReport findings={version.findings} classes={classes} />
            ) : (
              <p className="text-sm text-muted-foreground">
                Made by correcting an earlier version; its report holds for the rest.
              </p>
            )}
            <Samples samples={version.samples} />
          </div>
        </details>
      ))}
    </div>
  );
}

function Samples({ samples }: { samples: DatasetReport["samples"] }) {
  if (samples.length === 0) return null;
  return (
    <section className="grid gap-4">
      <h3 className="text-lg font-semibold">Masks on their images</h3>
      <p className="text-sm text-muted-foreground">
        The first training and test images. Only organizers see masks of test images.
      </p>
      <SampleGallery samples={samples} />
    </section>
  );
}
