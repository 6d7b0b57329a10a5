import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { RescoringView } from "@/components/rescoring/rescoring-view";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Rescoring" };

export default async function RescoringPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { rounding } = await requireOrganizer(slug);
  const caller = await api();
  const [batches, teams] = await Promise.all([
    orNotFound(caller.rescore.list({ slug })),
    orNotFound(caller.moderation.teams({ slug })),
  ]);
  return (
    <div className="grid gap-8">
      <PageHead
        title="Rescoring"
        text="Scores stored files again, in the background: new submissions always go first, and what is done stays done when a scorer stops."
      />
      <RescoringView
        slug={slug}
        initial={batches}
        teams={teams.map(({ name }) => name)}
        rounding={rounding}
      />
    </div>
  );
}
