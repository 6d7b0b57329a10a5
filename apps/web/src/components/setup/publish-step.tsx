import type { Schedule, Settings } from "@maskboard/contracts";
import { CheckIcon, TriangleAlertIcon } from "lucide-react";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/format";
import { StatusPanel } from "./status-panel";

interface PublishStepProps {
  settings: Settings;
  schedule: Schedule;
}

/** What people will find, what is still missing, and the button. */
export function PublishStep({ settings, schedule }: PublishStepProps) {
  const { slug, summary, description, licence, classes, status } = settings;
  const base = `/challenges/${slug}`;
  const { startsAt, endsAt } = schedule;
  const points = [
    { ok: summary !== "", yes: "A summary", no: "No summary: its page has only the title." },
    { ok: description !== "", yes: "A description", no: "No description of the task and rules." },
    { ok: licence !== "", yes: "A licence", no: "No licence: nobody knows what they may do." },
    { ok: true, yes: plural(classes.length, "class", "classes"), no: "" },
    {
      ok: endsAt !== null,
      yes: "A deadline",
      no: "No deadline: it stays open until you close it.",
    },
  ];
  return (
    <div className="grid gap-8">
      <ul className="grid gap-2 text-sm">
        {points.map(({ ok, yes, no }) => (
          <li key={yes} className="flex items-center gap-2.5">
            {ok ? (
              <CheckIcon className="size-4 text-good" aria-hidden />
            ) : (
              <TriangleAlertIcon className="size-4 text-warn" aria-hidden />
            )}
            {ok ? yes : no}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted-foreground">
        {startsAt ? (
          <>
            Submissions from <LocalTime at={startsAt} />
          </>
        ) : (
          "Submissions from the moment it is published"
        )}
        {endsAt ? (
          <>
            {" "}
            until <LocalTime at={endsAt} />
          </>
        ) : null}
        .
      </p>
      <StatusPanel settings={settings} />
      <div className="flex flex-wrap gap-2">
        <Button asChild variant="outline">
          <Link href={base}>{status === "draft" ? "See the page as a draft" : "See the page"}</Link>
        </Button>
        <Button asChild variant="ghost">
          <Link href={`${base}/organize`}>To the overview</Link>
        </Button>
      </div>
    </div>
  );
}
