"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { LocalTime } from "@/components/site/local-time";
import { ProblemNote } from "@/components/site/problem";
import { ConfirmButton } from "@/components/team/confirm-button";
import { Badge } from "@/components/ui/badge";
import { CopyLine } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/panel";
import { toProblem } from "@/lib/problem";
import { useTRPC } from "@/trpc/client";

const MOST_SHOWN = 30;

/** Everyone with an account; a lost password is replaced by a fresh one that is shown once. */
export function UserList() {
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const query = useDeferredValue(search.trim());
  const users = useQuery(
    trpc.admin.users.queryOptions(query ? { query } : undefined, {
      placeholderData: keepPreviousData,
    }),
  );
  const reset = useMutation(trpc.admin.resetPassword.mutationOptions());
  const error = users.error ?? reset.error;
  const resetUser = users.data?.find(({ id }) => id === reset.variables?.userId);
  return (
    <section className="grid gap-4" aria-labelledby="users">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="users" className="text-xl font-semibold">
          Users
        </h2>
        <Input
          type="search"
          aria-label="Find a user"
          placeholder="Name or email"
          className="w-full sm:w-64"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {error ? <ProblemNote problem={toProblem(error)} /> : null}
      {reset.data ? (
        <div className="grid gap-2 rounded-xl bg-primary-soft p-4" role="status">
          <p className="text-sm font-medium">
            New password{resetUser ? ` of ${resetUser.name}` : ""}. Hand it over now: it is not
            shown again.
          </p>
          <CopyLine text={reset.data.password} label="Copy the new password" />
        </div>
      ) : null}
      {users.data ? (
        <ul>
          {users.data.slice(0, MOST_SHOWN).map((user) => (
            <li
              key={user.id}
              className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-sm"
            >
              <span className="font-medium">{user.name}</span>
              {user.admin ? <Badge tone="primary">admin</Badge> : null}
              <span className="text-muted-foreground wrap-anywhere">{user.email}</span>
              <span className="text-muted-foreground">
                since <LocalTime at={user.createdAt} withTime={false} />
              </span>
              <span className="ml-auto">
                <ConfirmButton
                  title={`Reset the password of ${user.name}?`}
                  text="The old password stops working and all sessions end. You get a new one to hand over."
                  action="Reset password"
                  label={`Reset password of ${user.name}`}
                  onConfirm={() => reset.mutate({ userId: user.id })}
                />
              </span>
            </li>
          ))}
          {users.data.length > MOST_SHOWN ? (
            <li className="py-4 text-sm text-muted-foreground">
              There are more. Search by name or email to find them.
            </li>
          ) : null}
          {users.data.length === 0 ? (
            <li className="py-4 text-sm text-muted-foreground">Nobody matches.</li>
          ) : null}
        </ul>
      ) : users.isPending ? (
        <Skeleton className="h-40" />
      ) : null}
    </section>
  );
}
