import type { Metadata } from "next";
import { Attention } from "@/components/organize/attention";
import { attentionOf } from "@/components/organize/attention-of";
import { PageHead } from "@/components/organize/page-head";
import { Standing } from "@/components/organize/standing";
import { api, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Organize" };

export default async function OrganizePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const caller = await api();
  const [settings, overview, schedule] = await Promise.all([
    orNotFound(caller.setup.settings({ slug })),
    orNotFound(caller.setup.overview({ slug })),
    orNotFound(caller.phase.schedule({ slug })),
  ]);
  return (
    <div className="grid gap-10">
      <PageHead title="Overview" text="How the challenge stands, and what needs you." />
      <Standing settings={settings} overview={overview} schedule={schedule} />
      <Attention slug={slug} items={attentionOf({ settings, overview, schedule })} />
    </div>
  );
}
