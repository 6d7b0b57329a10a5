import type { Metadata } from "next";
import { TeamTable } from "@/components/moderation/team-table";
import { PageHead } from "@/components/organize/page-head";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Teams" };

export default async function TeamsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { rounding } = await requireOrganizer(slug);
  const teams = await orNotFound((await api()).moderation.teams({ slug }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Teams"
        text="A disqualified team leaves the boards, uploads nothing, and nobody joins or leaves it. A merged team may have made no more submissions than one team could have."
      />
      <TeamTable slug={slug} initial={teams} rounding={rounding} />
    </div>
  );
}
