import type { Metadata } from "next";
import { AnnouncementManager } from "@/components/announcements/announcement-manager";
import { PageHead } from "@/components/organize/page-head";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Announcements" };

export default async function ManageAnnouncementsPage({
  params,
}: {
  params: Promise<{ slug: string }>;
}) {
  const { slug } = await params;
  await requireOrganizer(slug);
  const items = await orNotFound((await api()).announcement.manage({ slug }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Announcements"
        text="Everybody who looks at the challenge sees them within seconds."
      />
      <AnnouncementManager slug={slug} items={items} />
    </div>
  );
}
