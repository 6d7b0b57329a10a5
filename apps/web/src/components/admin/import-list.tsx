"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { bytes } from "@/lib/format";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

const REFRESH_MS = 3_000;

/** Challenges that were uploaded as an archive, and what became of each. */
export function ImportList() {
  const trpc = useTRPC();
  const imports = useQuery(
    trpc.admin.imports.queryOptions(undefined, { refetchInterval: REFRESH_MS }),
  );
  return (
    <section className="grid gap-4" aria-labelledby="imports">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="imports" className="text-xl font-semibold">
          Imports
        </h2>
        <Button asChild>
          <Link href="/admin/new">New challenge</Link>
        </Button>
      </div>
      {imports.error ? <ProblemNote problem={toProblem(imports.error)} /> : null}
      {imports.isPending ? <Skeleton className="h-24" /> : null}
      {imports.data?.length === 0 ? (
        <p className="text-sm text-muted-foreground">None yet.</p>
      ) : null}
      <ul>
        {imports.data?.map((row) => (
          <li key={row.id} className="grid gap-2 border-b border-line py-3 text-sm">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <Link
                href={`/admin/new/${row.id}`}
                className="rounded-sm font-medium underline-offset-4 wrap-anywhere hover:underline"
              >
                {row.title ?? row.slug}
              </Link>
              <Badge tone={row.status === "failed" ? "danger" : "neutral"}>{row.status}</Badge>
              <span className="text-muted-foreground wrap-anywhere">
                {row.filename}
                {row.bytes > 0 ? `, ${bytes(row.bytes)}` : ""} · <Ago at={row.createdAt} />
              </span>
            </div>
            {row.progress && row.status === "running" ? (
              <Progress
                value={row.progress.total > 0 ? row.progress.done / row.progress.total : null}
                label={`Import of ${row.slug}`}
              />
            ) : null}
            {row.error ? (
              <p className="text-danger wrap-anywhere">{row.error.message.split("\n")[0]}</p>
            ) : null}
            {row.report[0] ? <p className="text-muted-foreground">{row.report[0]}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
