import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditLog } from "@/components/audit/audit-log";
import { readFilters, toQuery } from "@/components/audit/filters";
import { PageHead } from "@/components/organize/page-head";
import { api, orNotFound, requireViewer } from "@/server/api";

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: "Audit" };

/** The whole site's log, with what concerns no challenge. */
export default async function SiteAuditPage({ searchParams }: AuditPageProps) {
  const viewer = await requireViewer("/admin/audit");
  if (!viewer.admin) notFound();
  const filters = readFilters(await searchParams);
  const page = await orNotFound((await api()).admin.audit(toQuery(filters)));
  return (
    <div className="page grid gap-8 py-10">
      <PageHead
        title="Audit log"
        text="Whatever organizers and admins did on this site. Nobody can change or remove an entry."
      />
      <AuditLog path="/admin/audit" page={page} filters={filters} withChallenge />
    </div>
  );
}
