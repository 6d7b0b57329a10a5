import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportList } from "@/components/admin/import-list";
import { QueueOverview } from "@/components/admin/queue-overview";
import { UserList } from "@/components/admin/user-list";
import { requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "Administration" };

export default async function AdminPage() {
  const viewer = await requireViewer("/admin");
  if (!viewer.admin) notFound();
  return (
    <div className="page grid max-w-4xl gap-14 py-10 sm:py-14">
      <h1 className="text-3xl font-semibold">Administration</h1>
      <QueueOverview />
      <ImportList />
      <UserList />
    </div>
  );
}
