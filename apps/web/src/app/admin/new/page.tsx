import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FolderLayout } from "@/components/setup/folder-layout";
import { NewChallenge } from "@/components/setup/new-challenge";
import { Steps } from "@/components/setup/steps";
import { api, requireViewer } from "@/server/api";

export const metadata: Metadata = { title: "New challenge" };

interface NewChallengePageProps {
  searchParams: Promise<{ slug?: string; title?: string; replace?: string }>;
}

export default async function NewChallengePage({ searchParams }: NewChallengePageProps) {
  const viewer = await requireViewer("/admin/new");
  if (!viewer.admin) notFound();
  const { slug = "", title = "", replace } = await searchParams;
  const folders = await (await api()).admin.importFolders();
  return (
    <div className="page grid gap-8 py-8 sm:py-10">
      <Steps current="data" paths={{}} />
      <h1 className="text-3xl font-semibold wrap-anywhere">
        {replace ? `Other data for ${title || slug}` : "New challenge"}
      </h1>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-16">
        <NewChallenge folders={folders} initial={{ slug, title }} replace={replace !== undefined} />
        <aside>
          <FolderLayout />
        </aside>
      </div>
    </div>
  );
}
