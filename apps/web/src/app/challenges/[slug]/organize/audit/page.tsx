import type { Metadata } from "next";
import { AuditLog } from "@/components/audit/audit-log";
import { readFilters, toQuery } from "@/components/audit/filters";
import { PageHead } from "@/components/organize/page-head";
import { api, orNotFound } from "@/server/api";

interface AuditPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { slug } = await params;
  const filters = readFilters(await searchParams);
  const page = await orNotFound((await api()).audit.list({ slug, ...toQuery(filters) }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Audit log"
        text="Whatever organizers and admins did here, with who, when, before and after. Nobody can change or remove an entry."
      />
      <AuditLog
        path={`/challenges/${slug}/organize/audit`}
        page={page}
        filters={filters}
        withChallenge={false}
      />
    </div>
  );
}
