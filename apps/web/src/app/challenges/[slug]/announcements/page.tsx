import type { Metadata } from "next";
import { AnnouncementList } from "@/components/announcements/announcement-list";
import { api, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Announcements" };

export default async function AnnouncementsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const items = await orNotFound((await api()).announcement.list({ slug }));
  return (
    <div className="grid gap-8">
      <h1 className="text-3xl font-semibold">Announcements</h1>
      <AnnouncementList items={items} />
    </div>
  );
}
