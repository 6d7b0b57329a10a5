import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportReport } from "@/components/setup/import-report";
import { api, orNotFound, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "Report of an import" };

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const viewer = await requireViewer(`/admin/new/${id}`);
  if (!viewer.admin) notFound();
  const view = await orNotFound((await api()).admin.importById({ id }));
  return (
    <div className="page grid gap-8 py-8 sm:py-10">
      <ImportReport initial={view} />
    </div>
  );
}
