import type { Metadata } from "next";
import { AnnouncementList } from "@/components/announcements/announcement-list";
import { api } from "@/server/api";

export const metadata: Metadata = { title: "Announcements" };

export default async function SiteAnnouncementsPage() {
  return (
    <div className="page grid gap-8 py-10 sm:py-14">
      <h1 className="text-3xl font-semibold">Announcements</h1>
      <AnnouncementList items={await (await api()).announcement.site()} />
    </div>
  );
}
