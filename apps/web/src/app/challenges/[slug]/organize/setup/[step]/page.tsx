import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupPage } from "@/components/setup/setup-page";
import { isSetupPage } from "@/components/setup/setup-pages";
import { api, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Set up" };

interface SetupStepPageProps {
  params: Promise<{ slug: string; step: string }>;
}

export default async function SetupStepPage({ params }: SetupStepPageProps) {
  const { slug, step } = await params;
  if (!isSetupPage(step)) notFound();
  const caller = await api();
  const [settings, schedule, imports] = await Promise.all([
    orNotFound(caller.setup.settings({ slug })),
    orNotFound(caller.phase.schedule({ slug })),
    orNotFound(caller.setup.overview({ slug })),
  ]);
  const report = imports.imports.find(({ status }) => status === "done");
  return (
    <SetupPage
      key={step}
      step={step}
      settings={settings}
      schedule={schedule}
      importId={report?.id ?? null}
    />
  );
}
