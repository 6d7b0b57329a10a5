"use client";

import type { Announcement } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { LocalTime } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTimeZone } from "@/lib/use-time-zone";
import { useTRPC } from "@/trpc/client";
import { AnnouncementFields, EMPTY_ANNOUNCEMENT, toAnnouncement } from "./announcement-fields";

interface AnnouncementManagerProps {
  /** Of a challenge; `null`: of the whole site. */
  slug: string | null;
  items: Announcement[];
}

/** Writes announcements, and takes them back. */
export function AnnouncementManager({ slug, items }: AnnouncementManagerProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const zone = useTimeZone();
  const hydrated = useHydrated();
  const [draft, setDraft] = useState(EMPTY_ANNOUNCEMENT);
  const text = toAnnouncement(draft, zone);
  const done = (message: string) => () => {
    toast.success(message);
    router.refresh();
  };
  const published = () => {
    setDraft(EMPTY_ANNOUNCEMENT);
    done("It is announced.")();
  };
  const onChallenge = useMutation(
    trpc.announcement.publish.mutationOptions({ onSuccess: published }),
  );
  const onSite = useMutation(
    trpc.announcement.publishSite.mutationOptions({ onSuccess: published }),
  );
  const withdrawn = { onSuccess: done("It is withdrawn.") };
  const withdraw = useMutation(trpc.announcement.withdraw.mutationOptions(withdrawn));
  const withdrawSite = useMutation(trpc.announcement.withdrawSite.mutationOptions(withdrawn));
  const busy = onChallenge.isPending || onSite.isPending;
  const error = onChallenge.error ?? onSite.error ?? withdraw.error ?? withdrawSite.error;
  return (
    <div className="grid gap-10">
      <Panel className="p-5">
        <form
          className="grid max-w-2xl gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!text) return;
            if (slug === null) onSite.mutate(text);
            else onChallenge.mutate({ slug, ...text });
          }}
        >
          <AnnouncementFields
            value={draft}
            onChange={setDraft}
            titlePlaceholder="Two masks were corrected"
          />
          {error ? <ProblemNote problem={toProblem(error)} /> : null}
          <div>
            <Button type="submit" disabled={!hydrated || !text || busy}>
              {busy ? "Announcing…" : "Announce"}
            </Button>
          </div>
        </form>
      </Panel>
      {items.length === 0 ? (
        <p className="text-sm text-muted-foreground">Nothing has been announced yet.</p>
      ) : (
        <ul className="grid">
          {items.map((item) => (
            <li
              key={item.id}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-3"
            >
              <div className="grid min-w-0 gap-0.5">
                <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
                  {item.title}
                  <State item={item} />
                </p>
                <p className="text-[0.8125rem] text-muted-foreground">
                  <LocalTime at={item.createdAt} /> · {item.by}
                </p>
              </div>
              {item.withdrawnAt ? null : (
                <ConfirmButton
                  title={`Withdraw “${item.title}”?`}
                  text="It goes from the list and from all pages. Who has read it has read it."
                  action="Withdraw"
                  label={`Withdraw “${item.title}”`}
                  danger
                  onConfirm={() =>
                    slug === null
                      ? withdrawSite.mutate({ id: item.id })
                      : withdraw.mutate({ slug, id: item.id })
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function State({ item }: { item: Announcement }) {
  if (item.withdrawnAt) return <Badge>withdrawn</Badge>;
  if (!item.bannerUntil) return null;
  return (
    <Badge tone="primary">
      banner until <LocalTime at={item.bannerUntil} />
    </Badge>
  );
}
