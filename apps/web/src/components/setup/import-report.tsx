"use client";

import type { ImportView } from "@maskboard/contracts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { bytes, count } from "@/lib/format";
import { useTRPC } from "@/trpc/client";
import { FindingsReport } from "./findings-report";
import { Steps } from "./steps";

const REFRESH_MS = 1_000;
const isOver = ({ status }: ImportView) => status === "done" || status === "failed";

/** What became of an import: how far it is, what was found, and where to go from there. */
export function ImportReport({ initial }: { initial: ImportView }) {
  const trpc = useTRPC();
  const { data: view } = useQuery(
    trpc.admin.importById.queryOptions(
      { id: initial.id },
      {
        initialData: initial,
        refetchInterval: (query) => {
          const { data } = query.state;
          return data && isOver(data) ? false : REFRESH_MS;
        },
      },
    ),
  );
  const { slug, title, challenge, findings, status, error } = view;
  const again = `/admin/new?${new URLSearchParams({
    ...{ slug: challenge ?? slug },
    ...(title ? { title } : {}),
    ...(challenge || view.replaces ? { replace: "1" } : {}),
  })}`;
  const setup = `/challenges/${challenge}/organize/setup`;
  const steps = ["about", "classes", "rules", "dates", "publish"].map((key) => [
    key,
    `${setup}/${key}`,
  ]);
  return (
    <>
      <Steps
        current="report"
        paths={{ data: again, ...(challenge ? Object.fromEntries(steps) : {}) }}
      />
      <div className="grid gap-1">
        <h1 className="text-3xl font-semibold wrap-anywhere">{title ?? slug}</h1>
        <p className="text-sm text-muted-foreground wrap-anywhere">
          {view.filename}
          {view.bytes > 0 ? `, ${bytes(view.bytes)}` : ""}
        </p>
      </div>
      {isOver(view) ? null : <Running view={view} />}
      {status === "failed" ? (
        <div className="grid justify-items-start gap-4">
          {findings && error?.details.problems ? (
            <p className="max-w-prose">
              Nothing was made of it yet. Mend what is listed here and upload the data again.
            </p>
          ) : error ? (
            <ProblemNote problem={error} className="w-full" />
          ) : null}
          <Button asChild>
            <Link href={again}>Upload mended data</Link>
          </Button>
        </div>
      ) : null}
      {status === "done" && challenge ? (
        <div className="grid gap-4">
          <p className="max-w-prose">
            The data is in, as a draft that only organizers see. Look through the report; then say
            what the challenge is about.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button asChild>
              <Link href={`${setup}/about`}>Next: what it is</Link>
            </Button>
            <Button asChild variant="outline">
              <Link href={again}>Upload other data</Link>
            </Button>
          </div>
        </div>
      ) : null}
      {findings ? <FindingsReport findings={findings} notices={view.report} /> : null}
    </>
  );
}

const WORDS = { uploading: "The upload is not finished.", queued: "Waiting for a scorer." };

function Running({ view: { status, progress } }: { view: ImportView }) {
  const looking = status === "running";
  return (
    <Panel className="grid gap-3 p-5">
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <p className="font-medium" role="status">
          {looking ? "Looking at every image and mask." : WORDS[status as keyof typeof WORDS]}
        </p>
        {progress ? (
          <p className="text-muted-foreground">
            {count(progress.done)} of {count(progress.total)} steps
          </p>
        ) : null}
      </div>
      <Progress
        value={progress && progress.total > 0 ? progress.done / progress.total : null}
        label="Import"
      />
      <p className="text-[0.8125rem] text-muted-foreground">
        You may leave this page; the administration lists all imports.
      </p>
    </Panel>
  );
}
