import type { Metadata } from "next";
import type { ReactNode } from "react";
import { OrganizeNav } from "@/components/organize/organize-nav";
import { requireOrganizer } from "@/server/api";

interface OrganizeLayoutProps {
  children: ReactNode;
  params: Promise<{ slug: string }>;
}

export const metadata: Metadata = { robots: { index: false } };

/** A layout does not guard the pages in it: each asks the API, or `requireOrganizer`, itself. */
export default async function OrganizeLayout({ children, params }: OrganizeLayoutProps) {
  const { slug } = await params;
  await requireOrganizer(slug);
  return (
    <div className="-mt-8 grid gap-8 sm:-mt-10 lg:mt-0 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-12">
      <OrganizeNav slug={slug} />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
