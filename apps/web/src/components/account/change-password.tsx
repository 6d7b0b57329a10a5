"use client";

import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { changePassword } from "@/lib/auth";
import { MIN_PASSWORD } from "@/lib/password";
import { useHydrated } from "@/lib/use-hydrated";

export function ChangePassword() {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    setBusy(true);
    setError(null);
    try {
      await changePassword(String(form.get("current")), String(form.get("next")));
      element.reset();
      toast.success("The password is changed. Other sessions are signed out.");
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
    setBusy(false);
  }

  return (
    <form method="post" onSubmit={submit} className="grid max-w-md gap-4">
      <Field id="current" label="Current password">
        <Input
          id="current"
          name="current"
          type="password"
          required
          autoComplete="current-password"
        />
      </Field>
      <Field id="next" label="New password" hint={`At least ${MIN_PASSWORD} characters.`}>
        <Input
          id="next"
          name="next"
          type="password"
          required
          minLength={MIN_PASSWORD}
          maxLength={128}
          autoComplete="new-password"
          aria-describedby="next-hint"
        />
      </Field>
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="outline" disabled={busy || !hydrated}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
