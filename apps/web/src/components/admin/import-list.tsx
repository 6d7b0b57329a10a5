"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { Badge } from "@/components/ui/badge";
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
      <h2 id="imports" className="text-xl font-semibold">
        Imports
      </h2>
      {imports.error ? <ProblemNote problem={toProblem(imports.error)} /> : null}
      {imports.isPending ? <Skeleton className="h-24" /> : null}
      {imports.data?.length === 0 ? (
        <p className="text-sm text-muted-foreground">
          None yet. A challenge is made from a folder with{" "}
          <code className="font-mono text-[0.85em]">
            pnpm maskboard admin import DIR --slug my-challenge
          </code>
          .
        </p>
      ) : null}
      <ul>
        {imports.data?.map((row) => (
          <li key={row.id} className="grid gap-2 border-b border-line py-3 text-sm">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              {row.challenge ? (
                <Link
                  href={`/challenges/${row.challenge}`}
                  className="rounded-sm font-medium underline-offset-4 hover:underline"
                >
                  {row.title ?? row.slug}
                </Link>
              ) : (
                <span className="font-medium">{row.title ?? row.slug}</span>
              )}
              <Badge tone={row.status === "failed" ? "danger" : "neutral"}>{row.status}</Badge>
              <span className="text-muted-foreground wrap-anywhere">
                {row.filename}, {bytes(row.bytes)} · <Ago at={row.createdAt} />
              </span>
            </div>
            {row.progress && row.status === "running" ? (
              <Progress
                value={row.progress.total > 0 ? row.progress.done / row.progress.total : null}
                label={`Import of ${row.slug}`}
              />
            ) : null}
            {row.error ? <ProblemNote problem={row.error} /> : null}
            {row.report.length > 0 ? (
              <ul className="list-disc pl-5 text-muted-foreground">
                {row.report.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
