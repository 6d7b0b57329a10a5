"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";

export function JoinButton({ token, slug, team }: { token: string; slug: string; team: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const join = useMutation(
    trpc.team.join.mutationOptions({ onSuccess: () => router.push(`/challenges/${slug}/team`) }),
  );
  return (
    <div className="grid justify-items-start gap-4">
      {join.error ? <ProblemNote problem={toProblem(join.error)} /> : null}
      <Button
        size="lg"
        disabled={join.isPending || join.isSuccess || !hydrated}
        onClick={() => join.mutate({ token })}
      >
        Join {team}
      </Button>
    </div>
  );
}
