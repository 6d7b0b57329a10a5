"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MIN_PASSWORD } from "@/lib/password";
import { useHydrated } from "@/lib/use-hydrated";

interface AuthFormProps {
  mode: "sign-in" | "sign-up";
  /** Where to go afterwards: a path of this site. */
  next: string;
}

export function AuthForm({ mode, next }: AuthFormProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();
  const isNew = mode === "sign-up";

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    setBusy(true);
    setError(null);
    try {
      const auth = await import("@/lib/auth");
      const password = String(form.get("password") ?? "");
      if (isNew) await auth.signUp(text("name"), text("email"), password);
      else await auth.signIn(text("email"), password);
      // A full load: every page and cache starts anew as this person.
      window.location.assign(next);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
      setBusy(false);
    }
  }

  const other = isNew ? "/sign-in" : "/sign-up";
  return (
    <form
      // Never in the address, whatever happens.
      method="post"
      onSubmit={submit}
      className="grid gap-5"
      aria-describedby={error ? "auth-error" : undefined}
    >
      {isNew ? (
        <Field id="name" label="Name" hint="Your team mates and organizers see it.">
          <Input
            id="name"
            name="name"
            required
            maxLength={80}
            autoComplete="name"
            aria-describedby="name-hint"
          />
        </Field>
      ) : null}
      <Field id="email" label="Email">
        <Input id="email" name="email" type="email" required autoComplete="email" />
      </Field>
      <Field
        id="password"
        label="Password"
        hint={isNew ? `At least ${MIN_PASSWORD} characters.` : undefined}
      >
        <Input
          id="password"
          name="password"
          type="password"
          required
          minLength={isNew ? MIN_PASSWORD : undefined}
          maxLength={128}
          autoComplete={isNew ? "new-password" : "current-password"}
          aria-describedby={isNew ? "password-hint" : undefined}
        />
      </Field>
      {error ? (
        <p
          id="auth-error"
          role="alert"
          className="rounded-lg border border-danger/35 bg-danger-soft px-3 py-2 text-sm"
        >
          {error}
        </p>
      ) : null}
      <Button type="submit" size="lg" disabled={busy || !hydrated}>
        {isNew ? "Sign up" : "Sign in"}
      </Button>
      <p className="text-sm text-muted-foreground">
        {isNew ? "You have an account?" : "New here?"}{" "}
        <Link
          href={next === "/" ? other : `${other}?next=${encodeURIComponent(next)}`}
          className="rounded-sm text-foreground underline underline-offset-4"
        >
          {isNew ? "Sign in" : "Sign up"}
        </Link>
        {isNew ? null : " · A lost password is reset by an administrator of this site."}
      </p>
    </form>
  );
}
