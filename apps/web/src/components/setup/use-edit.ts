"use client";

import type { ChallengeEdit, Settings } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { type Problem, toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

interface Editing {
  save: (edit: ChallengeEdit) => void;
  saving: boolean;
  problem: Problem | null;
}

/** Saves a part of a challenge's settings and shows the page anew. */
export function useEdit(slug: string, onSaved?: (settings: Settings) => void): Editing {
  const router = useRouter();
  const trpc = useTRPC();
  const edit = useMutation(
    trpc.setup.edit.mutationOptions({
      onSuccess(settings) {
        if (onSaved) onSaved(settings);
        else {
          toast.success("Saved.");
          if (settings.slug === slug) router.refresh();
          else router.replace(`/challenges/${settings.slug}/organize/settings`);
        }
      },
    }),
  );
  return {
    save: (change) => edit.mutate({ slug, edit: change }),
    saving: edit.isPending,
    problem: edit.error ? toProblem(edit.error) : null,
  };
}
