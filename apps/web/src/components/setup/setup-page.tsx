"use client";

import type { Schedule, Settings } from "@maskboard/contracts";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ScheduleForm } from "@/components/schedule/schedule-form";
import { Button } from "@/components/ui/button";
import { useTimeZone } from "@/lib/use-time-zone";
import { AboutForm } from "./about-form";
import { ClassesForm } from "./classes-form";
import { PublishStep } from "./publish-step";
import { RulesForm } from "./rules-form";
import { SETUP_PAGES, type SetupPageKey } from "./setup-pages";
import { Steps } from "./steps";

interface SetupPageProps {
  step: SetupPageKey;
  settings: Settings;
  schedule: Schedule;
  /** The import whose report is the step before; `null` where there is none. */
  importId: string | null;
}

const TITLES: Record<SetupPageKey, string> = {
  about: "What it is",
  classes: "Classes",
  rules: "Rules",
  dates: "Dates",
  publish: "Publish",
};

/** One step of the guided way; each saves and goes on to the next. */
export function SetupPage({ step, settings, schedule, importId }: SetupPageProps) {
  const router = useRouter();
  const zone = useTimeZone();
  const pathOf = (slug: string, key: string) => `/challenges/${slug}/organize/setup/${key}`;
  const next = SETUP_PAGES[SETUP_PAGES.indexOf(step) + 1] ?? "publish";
  const goOn = ({ slug }: { slug: string }) => {
    router.push(pathOf(slug, next));
    router.refresh();
  };
  const form = { settings, onSaved: goOn, label: "Save and go on" };
  return (
    <div className="grid max-w-4xl gap-8">
      <Steps
        current={step}
        paths={{
          ...(importId ? { report: `/admin/new/${importId}` } : {}),
          ...Object.fromEntries(SETUP_PAGES.map((key) => [key, pathOf(settings.slug, key)])),
        }}
      />
      <h1 className="text-2xl font-semibold">{TITLES[step]}</h1>
      {step === "about" ? <AboutForm {...form} /> : null}
      {step === "classes" ? <ClassesForm {...form} /> : null}
      {step === "rules" ? <RulesForm {...form} /> : null}
      {step === "dates" ? (
        <div className="grid gap-6">
          <p className="max-w-prose text-sm text-muted-foreground">
            All of them may stay empty. Times are on your clock, in {zone}; everybody sees them on
            their own.
          </p>
          <ScheduleForm
            schedule={schedule}
            quiet={settings.status === "draft"}
            onSaved={() => goOn(settings)}
          />
          <div>
            <Button asChild variant="link">
              <Link href={pathOf(settings.slug, "publish")}>Go on without a change</Link>
            </Button>
          </div>
        </div>
      ) : null}
      {step === "publish" ? <PublishStep settings={settings} schedule={schedule} /> : null}
    </div>
  );
}
