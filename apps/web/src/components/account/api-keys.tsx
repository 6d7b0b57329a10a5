"use client";

import type { KeyScope } from "@maskboard/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Ago } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/panel";
import { listApiKeys, revokeApiKey } from "@/lib/auth";
import { toProblem } from "@/lib/problem";
import { useHydrated } from "@/lib/use-hydrated";
import { useTRPC } from "@/trpc/client";
import { KeyScopes, scopeWords } from "./key-scopes";

/** Keys for the command line and for scripts: made here, shown once, revoked here. */
export function ApiKeys() {
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly KeyScope[]>(["submit"]);
  const hydrated = useHydrated();
  const keys = useQuery({ queryKey: ["api-keys"], queryFn: listApiKeys });
  const create = useMutation(
    trpc.key.create.mutationOptions({
      onSuccess() {
        setName("");
        return keys.refetch();
      },
    }),
  );
  const revoke = useMutation({ mutationFn: revokeApiKey, onSuccess: () => keys.refetch() });
  const error = create.error ?? revoke.error ?? keys.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate({ name: name.trim(), scopes: [...scopes] });
  }

  return (
    <div className="grid gap-6">
      <form onSubmit={submit} className="grid max-w-xl gap-4">
        <Field id="key-name" label="Name of a new key">
          <Input
            id="key-name"
            required
            maxLength={60}
            placeholder="laptop"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <KeyScopes scopes={scopes} onChange={setScopes} />
        <div>
          <Button type="submit" variant="outline" disabled={create.isPending || !hydrated}>
            Create
          </Button>
        </div>
      </form>
      {create.data ? (
        <div className="grid gap-2 rounded-xl bg-primary-soft p-4" role="status">
          <p className="text-sm font-medium">Copy this key now. It is not shown again.</p>
          <CopyLine text={create.data.key} label="Copy the new key" />
        </div>
      ) : null}
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {keys.isPending ? (
        <Skeleton className="h-14" />
      ) : keys.data?.length === 0 ? (
        <p className="text-sm text-muted-foreground">No keys yet.</p>
      ) : (
        <ul>
          {keys.data?.map((key) => (
            <li
              key={key.id}
              className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-sm"
            >
              <span className="font-medium">{key.name ?? "unnamed"}</span>
              <Badge>{scopeWords(key.permissions)}</Badge>
              {key.start ? <code className="font-mono text-xs">{key.start}…</code> : null}
              <span className="text-muted-foreground">
                made <Ago at={new Date(key.createdAt)} />
                {key.lastRequest ? (
                  <>
                    , used <Ago at={new Date(key.lastRequest)} />
                  </>
                ) : (
                  ", never used"
                )}
              </span>
              <span className="ml-auto">
                <ConfirmButton
                  danger
                  title={`Revoke ${key.name ?? "the key"}?`}
                  text="Whatever uses it stops working at once."
                  action="Revoke"
                  label={`Revoke ${key.name ?? "the key"}`}
                  onConfirm={() => revoke.mutate(key.id)}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
