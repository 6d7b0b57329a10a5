import type { Announcement } from "@maskboard/contracts";
import { LocalTime } from "@/components/site/local-time";
import { Prose } from "@/components/site/markdown";
import { Badge } from "@/components/ui/badge";
import { Empty } from "@/components/ui/panel";
import { MarkRead } from "./mark-read";

/** Announcements as everybody reads them, the latest first. */
export function AnnouncementList({ items }: { items: readonly Announcement[] }) {
  if (items.length === 0) {
    return (
      <Empty>
        <p>Nothing has been announced yet.</p>
      </Empty>
    );
  }
  return (
    <div className="grid gap-10">
      <MarkRead ids={items.map(({ id }) => id)} />
      {items.map((item) => (
        <article key={item.id} id={item.id} className="grid gap-2 scroll-mt-6">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-xl font-semibold wrap-anywhere">{item.title}</h2>
            {item.challenge === null ? <Badge>whole site</Badge> : null}
          </div>
          <p className="text-sm text-muted-foreground">
            <LocalTime at={item.createdAt} /> · {item.by}
          </p>
          {item.body ? <Prose text={item.body} /> : null}
        </article>
      ))}
    </div>
  );
}
