import type { SplitVersionView } from "@maskboard/contracts";
import Link from "next/link";
import { Ago } from "@/components/site/local-time";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { count } from "@/lib/format";
import { methodText } from "./words";

interface VersionTableProps {
  slug: string;
  versions: readonly SplitVersionView[];
}

/** All versions, newest first; each leads to its own page unless its data was replaced. */
export function VersionTable({ slug, versions }: VersionTableProps) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Split versions, newest first</caption>
      <thead className="text-xs text-muted-foreground max-md:sr-only">
        <tr className="border-b border-line text-left [&>th]:py-2 [&>th]:pr-4 [&>th]:font-medium">
          <th scope="col" className="w-1/2">
            Version
          </th>
          <th scope="col">Data</th>
          <th scope="col">Public / private</th>
          <th scope="col">Scored</th>
        </tr>
      </thead>
      <tbody>
        {versions.map((row) => (
          <tr
            key={row.id}
            className="border-b border-line align-top max-md:grid max-md:grid-cols-3 max-md:gap-x-4 max-md:gap-y-1.5 max-md:py-3 md:[&>*]:py-3 md:[&>*]:pr-4"
          >
            <th scope="row" className="text-left font-normal max-md:col-span-3">
              <span className="flex flex-wrap items-center gap-2">
                {row.replaced ? (
                  <span className="font-medium">Split {row.version}</span>
                ) : (
                  <Link
                    href={`/challenges/${slug}/organize/splits/${row.version}`}
                    className="rounded-sm font-medium underline-offset-4 hover:underline"
                  >
                    Split {row.version}
                  </Link>
                )}
                {row.active ? <Badge tone="primary">active</Badge> : null}
              </span>
              <span className="block text-[0.8125rem] text-muted-foreground wrap-anywhere">
                {methodText(row)} · {row.author ?? "Maskboard"}, <Ago at={row.createdAt} />
              </span>
              {row.replaced ? (
                <span className="mt-1 block text-[0.8125rem]">
                  Its data was replaced as a whole: it can't be used any more.
                </span>
              ) : null}
              {row.note ? <span className="mt-1 block wrap-anywhere">{row.note}</span> : null}
            </th>
            <td>
              <span className="md:hidden">data </span>
              {row.dataset}
            </td>
            <td className="whitespace-nowrap">
              {count(row.images.public)} / {count(row.images.private)}
              <span className="md:hidden"> images</span>
            </td>
            <td>
              {count(row.scored)} of {count(row.submissions)}
              <span className="md:hidden"> scored</span>
              {row.rescore?.state === "running" ? (
                <Progress
                  className="mt-1.5"
                  label={`Scoring for split ${row.version}`}
                  value={row.rescore.done / row.rescore.total}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
