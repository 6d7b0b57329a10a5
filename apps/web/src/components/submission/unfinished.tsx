"use client";

import type { SubmissionView } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

/** What to do about an upload that has not come to its end: go on with it, or give it up. */
export function Unfinished({ view, own }: { view: SubmissionView; own: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const submissions = `/challenges/${view.challenge}/submissions`;
  const cancel = useMutation(
    trpc.submission.cancelUpload.mutationOptions({ onSuccess: () => router.push(submissions) }),
  );
  return (
    <div className="grid gap-3 rounded-xl bg-primary-soft px-4 py-3 text-sm">
      <p>
        This file has not arrived whole. If its upload stopped,{" "}
        <Link
          href={`/challenges/${view.challenge}/submit`}
          className="font-medium underline underline-offset-4"
        >
          choose the same file again
        </Link>{" "}
        and it goes on where it was.
      </p>
      {cancel.error ? <ProblemNote problem={toProblem(cancel.error)} /> : null}
      {own ? (
        <div>
          <ConfirmButton
            title="Give up this upload?"
            text="What was sent so far is removed. It does not count against your limits."
            action="Give it up"
            onConfirm={() => cancel.mutate({ id: view.id })}
          />
        </div>
      ) : null}
    </div>
  );
}
