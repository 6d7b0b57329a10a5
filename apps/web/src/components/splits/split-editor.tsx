"use client";

import type { SegmentationClass, SplitProposal } from "@maskboard/contracts";
import { useMutation } from "@tanstack/react-query";
import { DicesIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import { MethodChoice, type MethodKind } from "./method-choice";
import { NoiseTable } from "./noise-table";
import { SideBalance } from "./side-balance";

interface SplitEditorProps {
  slug: string;
  classes: readonly SegmentationClass[];
}

const MAX_SEED = 2 ** 31 - 1;

/** Proposes splits, shows what each would mean, and saves the one that is wanted. */
export function SplitEditor({ slug, classes }: SplitEditorProps) {
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const hydrated = useHydrated();
  const [kind, setKind] = useState<MethodKind>("stratified");
  const [share, setShare] = useState("30");
  const [seed, setSeed] = useState("1");
  const [file, setFile] = useState<{ filename: string; csv: string } | null>(null);
  const [note, setNote] = useState("");
  const preview = useMutation(trpc.split.preview.mutationOptions());
  const save = useMutation(
    trpc.split.save.mutationOptions({
      onSuccess: ({ version }) => router.push(`/challenges/${slug}/organize/splits/${version}`),
    }),
  );

  function proposal(chosenSeed: string): SplitProposal | null {
    if (kind === "csv") return file && { kind, ...file };
    return { kind, publicShare: Number(share) / 100, seed: Number(chosenSeed) };
  }
  function look(chosenSeed = seed) {
    const wanted = proposal(chosenSeed);
    if (wanted) preview.mutate({ slug, proposal: wanted });
  }
  function change(set: () => void) {
    set();
    // What is shown and what would be saved are always the same.
    preview.reset();
    save.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    look();
  }
  const shown = preview.variables?.proposal;
  const error = preview.error ?? save.error;
  return (
    <Panel className="grid gap-6 p-4 sm:p-6">
      <form onSubmit={submit} className="grid gap-5">
        <MethodChoice value={kind} onChange={(next) => change(() => setKind(next))} />
        {kind === "csv" ? (
          <Field
            id={`${id}-csv`}
            label="CSV file"
            hint={
              <>
                Columns <code className="font-mono">image,split</code>: each test image once, as
                public or private.
              </>
            }
          >
            <Input
              id={`${id}-csv`}
              type="file"
              accept=".csv,text/csv"
              required
              className="h-auto py-2"
              aria-describedby={`${id}-csv-hint`}
              onChange={async (event) => {
                const chosen = event.target.files?.[0];
                const csv = await chosen?.text();
                change(() =>
                  setFile(chosen && csv !== undefined ? { filename: chosen.name, csv } : null),
                );
              }}
            />
          </Field>
        ) : (
          <div className="flex flex-wrap items-end gap-4">
            <div className="w-28">
              <Field id={`${id}-share`} label="Public, in %">
                <Input
                  id={`${id}-share`}
                  type="number"
                  min={1}
                  max={99}
                  required
                  value={share}
                  onChange={(event) => change(() => setShare(event.target.value))}
                />
              </Field>
            </div>
            <div className="w-36">
              <Field id={`${id}-seed`} label="Seed">
                <Input
                  id={`${id}-seed`}
                  type="number"
                  min={0}
                  max={MAX_SEED}
                  required
                  value={seed}
                  onChange={(event) => change(() => setSeed(event.target.value))}
                />
              </Field>
            </div>
            <Button
              variant="ghost"
              disabled={!hydrated || preview.isPending}
              onClick={() => {
                const next = String(Math.floor(Math.random() * MAX_SEED));
                setSeed(next);
                save.reset();
                look(next);
              }}
            >
              <DicesIcon aria-hidden /> Another seed
            </Button>
          </div>
        )}
        <div>
          <Button type="submit" variant="outline" disabled={!hydrated || preview.isPending}>
            {preview.isPending ? "Working it out…" : "Preview"}
          </Button>
        </div>
      </form>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {preview.data && shown ? (
        <section aria-label="Preview" className="grid gap-6 border-t border-line pt-6">
          <div className="grid items-start gap-8 xl:grid-cols-[3fr_2fr]">
            <SideBalance balance={preview.data.balance} classes={classes} />
            <NoiseTable noise={preview.data.noise} />
          </div>
          <form
            className="flex flex-wrap items-end gap-3 border-t border-line pt-5"
            onSubmit={(event) => {
              event.preventDefault();
              save.mutate({ slug, proposal: shown, note });
            }}
          >
            <div className="min-w-60 flex-1">
              <Field id={`${id}-note`} label="Note">
                <Input
                  id={`${id}-note`}
                  maxLength={500}
                  placeholder="Why this version, for whoever reads it later"
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              </Field>
            </div>
            <Button type="submit" disabled={save.isPending || save.isSuccess}>
              Save as a new version
            </Button>
          </form>
        </section>
      ) : null}
    </Panel>
  );
}
