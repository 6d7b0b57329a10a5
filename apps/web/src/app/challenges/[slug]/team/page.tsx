import type { Metadata } from "next";
import { CreateTeam } from "@/components/team/create-team";
import { TeamPanel } from "@/components/team/team-panel";
import { getChallenge, requireViewer } from "@/server/api";
import { siteOrigin } from "@/server/origin";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const viewer = await requireViewer(`/challenges/${slug}/team`);
  const { team, limits } = await getChallenge(slug);
  if (!team) {
    return (
      <div className="grid gap-8">
        <h1 className="text-3xl font-semibold">Make a team</h1>
        <CreateTeam slug={slug} sizeLimit={limits.teamSize} />
      </div>
    );
  }
  return (
    <TeamPanel
      key={team.id}
      slug={slug}
      initial={team}
      viewerId={viewer.id}
      origin={await siteOrigin()}
    />
  );
}
