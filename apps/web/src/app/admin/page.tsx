import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ImportList } from "@/components/admin/import-list";
import { UserList } from "@/components/admin/user-list";
import { SiteQueue } from "@/components/queue/site-queue";
import { Button } from "@/components/ui/button";
import { api, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const viewer = await requireViewer("/admin");
  if (!viewer.admin) notFound();
  return (
    <div className="page grid max-w-4xl gap-14 py-10 sm:py-14">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-3xl font-semibold">Administration</h1>
        <div className="flex flex-wrap gap-2">
          <Button asChild variant="outline" size="sm">
            <Link href="/admin/announcements">Announcements</Link>
          </Button>
          <Button asChild variant="outline" size="sm">
            <Link href="/admin/audit">Audit log</Link>
          </Button>
        </div>
      </div>
      <SiteQueue initial={await (await api()).admin.queue()} />
      <ImportList />
      <UserList />
    </div>
  );
}
