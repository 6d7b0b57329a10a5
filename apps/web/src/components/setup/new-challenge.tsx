"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { ProblemNote } from "@/components/site/problem";
import { type RunningUpload, startArchiveUpload } from "@/components/submit/uploads";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { bytes } from "@/lib/format";
import { type Problem, toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import { ArchivePicker } from "./archive-picker";
import { slugOf } from "./slug";

interface NewChallengeProps {
  /** Folders of the server that may be imported; `null` where none may. */
  folders: string[] | null;
  /** What was entered the last time. */
  initial: { slug: string; title: string };
  /** The data is for the draft of that slug. */
  replace: boolean;
}

type Sending = { sent: number; total: number } | null;

/** Where a challenge begins: its name in addresses, and its data. */
export function NewChallenge({ folders, initial, replace }: NewChallengeProps) {
  const router = useRouter();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const [title, setTitle] = useState(initial.title);
  const [typedSlug, setSlug] = useState<string | null>(initial.slug || null);
  const slug = typedSlug ?? slugOf(title);
  const [source, setSource] = useState<"zip" | "folder">("zip");
  const [file, setFile] = useState<File | null>(null);
  const [folder, setFolder] = useState(folders?.[0] ?? "");
  const [sending, setSending] = useState<Sending>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const upload = useRef<RunningUpload>(null);
  useEffect(() => () => void upload.current?.pause(), []);

  const open = (id: string) => router.push(`/admin/new/${id}`);
  const importFolder = useMutation(
    trpc.admin.importFolder.mutationOptions({
      onSuccess: ({ id }) => open(id),
      onError: (error) => setProblem(toProblem(error)),
    }),
  );

  async function send(event: FormEvent) {
    event.preventDefault();
    setProblem(null);
    const named = title.trim();
    if (source === "folder") {
      importFolder.mutate({ slug, folder, replace, ...(named ? { title: named } : {}) });
      return;
    }
    if (!file) return;
    setSending({ sent: 0, total: file.size });
    upload.current = await startArchiveUpload({
      ...{ file, slug, replace },
      title: named,
      onProgress: (sent, total) => setSending({ sent, total }),
      onDone: open,
      onProblem: (found) => {
        setSending(null);
        setProblem(found);
      },
    });
  }

  async function cancel() {
    await upload.current?.cancel();
    setSending(null);
  }

  const ready = slug !== "" && (source === "zip" ? file !== null : folder !== "");
  return (
    <form onSubmit={send} className="grid content-start gap-6">
      {replace ? null : (
        <>
          <Field
            id="title"
            label="Title"
            hint="Left empty, it is taken from challenge.yaml. You can change it later."
          >
            <Input
              id="title"
              value={title}
              maxLength={120}
              aria-describedby="title-hint"
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <Field
            id="slug"
            label="Name in addresses"
            hint={`/challenges/${slug || "…"}: lower-case letters, digits and dashes.`}
          >
            <Input
              id="slug"
              required
              value={slug}
              maxLength={60}
              pattern="[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?"
              aria-describedby="slug-hint"
              onChange={(event) => setSlug(event.target.value)}
            />
          </Field>
        </>
      )}
      {folders === null ? null : (
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-medium">Where the data is</legend>
          {(
            [
              ["zip", "A zip on this computer"],
              ["folder", "A folder on the server"],
            ] as const
          ).map(([value, label]) => (
            <label key={value} className="flex items-center gap-2.5 text-sm">
              <input
                type="radio"
                name="source"
                value={value}
                checked={source === value}
                onChange={() => setSource(value)}
                className="size-4 shrink-0 accent-primary"
              />
              {label}
            </label>
          ))}
        </fieldset>
      )}
      {source === "zip" ? (
        sending ? null : (
          <ArchivePicker file={file} onFile={setFile} />
        )
      ) : (
        <Field
          id="folder"
          label="Folder"
          hint="Relative to the server's import root. Folders that look like a challenge are offered."
        >
          <Input
            id="folder"
            list="folders"
            value={folder}
            aria-describedby="folder-hint"
            onChange={(event) => setFolder(event.target.value)}
          />
          <datalist id="folders">
            {folders?.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
      )}
      {problem ? <ProblemNote problem={problem} /> : null}
      {sending ? (
        <Panel className="grid gap-4 p-5">
          <div className="flex items-baseline justify-between gap-4 text-sm">
            <p className="font-medium">Sending {file?.name}</p>
            <p className="text-muted-foreground">
              {bytes(sending.sent)} of {bytes(sending.total)}
            </p>
          </div>
          <Progress value={sending.total > 0 ? sending.sent / sending.total : null} label="Sent" />
          <div className="flex flex-wrap items-center gap-3">
            <Button size="sm" variant="ghost" onClick={cancel}>
              Cancel
            </Button>
            <p className="text-[0.8125rem] text-muted-foreground">
              If it breaks, choose the same file again and it goes on.
            </p>
          </div>
        </Panel>
      ) : (
        <div>
          <Button type="submit" size="lg" disabled={!hydrated || !ready || importFolder.isPending}>
            {source === "folder"
              ? "Look at the folder"
              : file
                ? `Send ${bytes(file.size)}`
                : "Send"}
          </Button>
        </div>
      )}
    </form>
  );
}
