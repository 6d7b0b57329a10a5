import type { Metadata } from "next";
import { PageHead } from "@/components/organize/page-head";
import { ScheduleView } from "@/components/schedule/schedule-view";
import { api, orNotFound, requireOrganizer } from "@/server/api";

export const metadata: Metadata = { title: "Schedule" };

export default async function SchedulePage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  await requireOrganizer(slug);
  const schedule = await orNotFound((await api()).phase.schedule({ slug }));
  return (
    <div className="grid gap-8">
      <PageHead
        title="Schedule"
        text="When uploads are taken and what the board shows. Everything takes effect at its very instant."
      />
      <ScheduleView initial={schedule} />
    </div>
  );
}
