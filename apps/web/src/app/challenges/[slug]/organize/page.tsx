import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Organize" };

export default async function OrganizePage({ params }: { params: Promise<{ slug: string }> }) {
  const { title } = await requireOrganizer((await params).slug);
  return (
    <div className="grid gap-8">
      <PageHead title="Overview" text={`What ${title} needs from you, and how it stands.`} />
    </div>
  );
}
