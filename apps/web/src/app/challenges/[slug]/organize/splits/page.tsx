import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { ActivationHistory } from "@/components/splits/activation-history";
import { CorrectionForm } from "@/components/splits/correction-form";
import { SplitEditor } from "@/components/splits/split-editor";
import { VersionTable } from "@/components/splits/version-table";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Splits" };

export default async function SplitsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { classes } = await requireOrganizer(slug);
  const overview = await orNotFound((await api()).split.overview({ slug }));
  return (
    <div className="grid gap-12">
      <div className="grid gap-6">
        <PageHead
          title="Splits"
          text="Which test images are public and which are private. Versions never change; activating one moves the whole board at once, and back again."
        />
        <VersionTable slug={slug} versions={overview.versions} />
      </div>
      <section aria-labelledby="new-split" className="grid gap-4">
        <h2 id="new-split" className="text-lg font-semibold">
          New split
        </h2>
        <SplitEditor slug={slug} classes={classes} />
      </section>
      <section aria-labelledby="corrections" className="grid gap-4">
        <div className="grid gap-1">
          <h2 id="corrections" className="text-lg font-semibold">
            Replace wrong masks
          </h2>
          <p className="max-w-prose text-sm text-muted-foreground">
            Makes a new data version with the active assignment; nothing counts before you activate
            it. Submissions are scored again from their stored files, and only on these images.
            Corrected training masks come with a new data kit.
          </p>
        </div>
        <CorrectionForm slug={slug} />
      </section>
      <section aria-labelledby="history" className="grid gap-4">
        <h2 id="history" className="text-lg font-semibold">
          History
        </h2>
        <ActivationHistory activations={overview.activations} />
      </section>
    </div>
  );
}
