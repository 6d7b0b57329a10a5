import { SIMILAR_AGREEMENT } from "@maskboard/contracts";
import type { Metadata } from "next";
import { SimilarList } from "@/components/moderation/similar-list";
import { PageHead } from "@/components/organize/page-head";
import { percent } from "@/lib/format";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Similar" };

export default async function SimilarPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { rounding } = await requireOrganizer(slug);
  const pairs = await orNotFound((await api()).moderation.similar({ slug }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Similar submissions"
        text={`Submissions of different teams that are the same file, or whose predictions agree on ${percent(SIMILAR_AGREEMENT)} and more of some thousand sampled pixels. Near-perfect submissions agree by themselves: look before you judge.`}
      />
      <SimilarList slug={slug} initial={pairs} rounding={rounding} />
    </div>
  );
}
