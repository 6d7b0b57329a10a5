import { type AuditEntryView, type AuditPage, auditActionSchema } from "@maskboard/contracts";
import Link from "next/link";
import { LocalTime } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Empty } from "@/components/ui/panel";
import { differences } from "./differences";
import { type AuditFilters, pageAddress } from "./filters";

interface AuditLogProps {
  path: string;
  page: AuditPage;
  filters: AuditFilters;
  /** Whether entries name their challenge: the site's log holds several. */
  withChallenge: boolean;
}

/** The log with its filters; works without scripts, and every view of it has an address. */
export function AuditLog({ path, page, filters, withChallenge }: AuditLogProps) {
  const { entries, next } = page;
  return (
    <div className="grid gap-6">
      <AuditFilter path={path} filters={filters} />
      {entries.length === 0 ? (
        <Empty>
          <p>Nothing like that has been done.</p>
        </Empty>
      ) : (
        <ol className="border-t border-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} withChallenge={withChallenge} />
          ))}
        </ol>
      )}
      <div className="flex gap-2">
        {filters.before ? (
          <Button asChild variant="outline" size="sm">
            <Link href={path}>Latest</Link>
          </Button>
        ) : null}
        {next === null ? null : (
          <Button asChild variant="outline" size="sm">
            <Link href={pageAddress(path, filters, next)}>Older</Link>
          </Button>
        )}
      </div>
    </div>
  );
}

function AuditFilter({ path, filters }: Pick<AuditLogProps, "path" | "filters">) {
  return (
    <form
      action={path}
      aria-label="Filter"
      className="grid items-end gap-3 sm:grid-cols-2 xl:grid-cols-[10rem_1fr_1fr_10rem_10rem_auto]"
    >
      <Field id="action" label="Action">
        <select
          id="action"
          name="action"
          defaultValue={filters.action ?? ""}
          className="h-10 w-full rounded-lg border border-line-strong/60 bg-surface px-3 text-sm"
        >
          <option value="">all</option>
          {auditActionSchema.options.map((action) => (
            <option key={action} value={action}>
              {action}
            </option>
          ))}
        </select>
      </Field>
      <Field id="actor" label="By">
        <Input id="actor" name="actor" placeholder="Name" defaultValue={filters.actor} />
      </Field>
      <Field id="subject" label="About">
        <Input
          id="subject"
          name="subject"
          placeholder="Team, file, version"
          defaultValue={filters.subject}
        />
      </Field>
      <Field id="since" label="Since (UTC)">
        <Input id="since" name="since" type="date" defaultValue={filters.since} />
      </Field>
      <Field id="until" label="Until (UTC)">
        <Input id="until" name="until" type="date" defaultValue={filters.until} />
      </Field>
      <Button type="submit" variant="outline">
        Show
      </Button>
    </form>
  );
}

const VIA = { web: "", "api-key": " by API key", system: "" } as const;

function Entry({ entry, withChallenge }: { entry: AuditEntryView; withChallenge: boolean }) {
  const { actor, via, action, subject, reason, at, challenge } = entry;
  const changes = differences(entry.before, entry.after);
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-line py-3 text-sm sm:grid-cols-[11rem_minmax(0,1fr)]">
      <span className="text-muted-foreground">
        <LocalTime at={at} />
      </span>
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <span className="font-medium">{actor}</span>
          <Badge className="font-mono">{action}</Badge>
          {subject ? <span className="wrap-anywhere">{subject.name}</span> : null}
          <span className="text-muted-foreground">
            {VIA[via]}
            {withChallenge && challenge ? ` in ${challenge}` : ""}
          </span>
        </p>
        {reason ? <p className="wrap-anywhere">“{reason}”</p> : null}
        {changes.length > 0 ? (
          <dl className="grid gap-0.5 text-[0.8125rem]">
            {changes.map(({ field, before, after }) => (
              <div key={field} className="flex flex-wrap gap-x-2">
                <dt className="text-muted-foreground">{field}</dt>
                <dd className="min-w-0 wrap-anywhere">
                  {before === null ? null : (
                    <del className="text-muted-foreground decoration-danger/60">{before}</del>
                  )}
                  {before !== null && after !== null ? <span aria-hidden> → </span> : null}
                  {after === null ? null : <ins className="no-underline">{after}</ins>}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </li>
  );
}
