import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AnnouncementManager } from "@/components/announcements/announcement-manager";
import { PageHead } from "@/components/organize/page-head";
import { api, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "Site announcements" };

export default async function AdminAnnouncementsPage() {
  const viewer = await requireViewer("/admin/announcements");
  if (!viewer.admin) notFound();
  return (
    <div className="page grid max-w-4xl gap-8 py-10 sm:py-14">
      <PageHead
        title="Site announcements"
        text="To everybody, on all pages. Announcements of one challenge are made by its organizers."
      />
      <AnnouncementManager slug={null} items={await (await api()).announcement.manageSite()} />
    </div>
  );
}
