import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHead } from "@/components/organize/page-head";
import { AboutForm } from "@/components/setup/about-form";
import { ClassesForm } from "@/components/setup/classes-form";
import { OrganizersPanel } from "@/components/setup/organizers-panel";
import { RulesForm } from "@/components/setup/rules-form";
import { StatusPanel } from "@/components/setup/status-panel";
import { api, orNotFound } from "@/server/api";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const settings = await orNotFound((await api()).setup.settings({ slug }));
  return (
    <div className="grid max-w-4xl gap-12">
      <PageHead
        title="Settings"
        text={
          <>
            Each part is saved by itself, and every change is in the{" "}
            <Link
              href={`/challenges/${slug}/organize/audit`}
              className="text-primary underline underline-offset-3"
            >
              audit log
            </Link>
            . Dates are on the page{" "}
            <Link
              href={`/challenges/${slug}/organize/schedule`}
              className="text-primary underline underline-offset-3"
            >
              Schedule
            </Link>
            .
          </>
        }
      />
      <Section id="status" title="Status">
        <StatusPanel settings={settings} />
      </Section>
      <Section id="about" title="What it is">
        <AboutForm settings={settings} />
      </Section>
      <Section id="classes" title="Classes">
        <ClassesForm settings={settings} />
      </Section>
      <Section id="rules" title="Rules">
        <RulesForm settings={settings} />
      </Section>
      <Section id="organizers" title="Organizers">
        <OrganizersPanel settings={settings} />
      </Section>
    </div>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-heading`}
      className="grid gap-5 border-t border-line pt-6"
    >
      <h2 id={`${id}-heading`} className="text-lg font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}
