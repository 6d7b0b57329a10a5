import type { Metadata } from "next";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { PageHead } from "@/components/organize/page-head";
import { VersionView } from "@/components/splits/version-view";
import { api, orNotFound, refusalCode, requireOrganizer } from "@/server/api";

interface SplitPageProps {
  params: Promise<{ slug: string; version: string }>;
}

export async function generateMetadata({ params }: SplitPageProps): Promise<Metadata> {
  return { title: `Split ${(await params).version}` };
}

export default async function SplitPage({ params }: SplitPageProps) {
  const { slug, version } = await params;
  const { classes, rounding } = await requireOrganizer(slug);
  const number = Number(version);
  if (!Number.isInteger(number)) notFound();
  const asked = (await api()).split.byVersion({ slug, version: number });
  // The list says what is the matter with a version that can't be used.
  const split = await orNotFound(asked).catch((error: unknown) => {
    if (refusalCode(error) === "CONFLICT") redirect(`/challenges/${slug}/organize/splits`);
    throw error;
  });
  return (
    <div className="grid gap-6">
      <Link
        href={`/challenges/${slug}/organize/splits`}
        className="justify-self-start rounded-sm text-sm text-muted-foreground underline-offset-4 hover:underline"
      >
        All splits
      </Link>
      <PageHead title={`Split ${split.version}`} />
      <VersionView
        key={split.id}
        slug={slug}
        initial={split}
        classes={classes}
        rounding={rounding}
      />
    </div>
  );
}
