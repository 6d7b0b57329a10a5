"use client";

import type { Settings } from "@maskboard/contracts";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { FormEnd } from "./form-end";
import { MarkdownEditor } from "./markdown-editor";
import { useEdit } from "./use-edit";

export interface SettingsFormProps {
  settings: Settings;
  /** Goes on from here; without it the page stays. */
  onSaved?: (settings: Settings) => void;
  /** On the button. */
  label?: string;
}

/** Title, name in addresses, summary, description, licence. */
export function AboutForm({ settings, onSaved, label }: SettingsFormProps) {
  const [draft, setDraft] = useState({
    title: settings.title,
    slug: settings.slug,
    summary: settings.summary,
    description: settings.description,
    licence: settings.licence,
  });
  const { save, saving, problem } = useEdit(settings.slug, onSaved);
  const isDraft = settings.status === "draft";
  const set = (key: keyof typeof draft) => (event: { target: { value: string } }) =>
    setDraft((old) => ({ ...old, [key]: event.target.value }));

  function submit(event: FormEvent) {
    event.preventDefault();
    const { slug, ...rest } = draft;
    save({ ...rest, ...(isDraft ? { slug } : {}) });
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field id="about-title" label="Title">
        <Input
          id="about-title"
          required
          maxLength={120}
          value={draft.title}
          onChange={set("title")}
        />
      </Field>
      <Field
        id="about-slug"
        label="Name in addresses"
        hint={
          isDraft
            ? "Lower-case letters, digits and dashes. It stays as it is once the challenge is published."
            : "Links hold it: it stays as it is."
        }
      >
        <Input
          id="about-slug"
          required
          disabled={!isDraft}
          maxLength={60}
          pattern="[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?"
          aria-describedby="about-slug-hint"
          value={draft.slug}
          onChange={set("slug")}
        />
      </Field>
      <Field
        id="about-summary"
        label="Summary"
        hint={`One sentence, the headline of its page. ${draft.summary.length} of 280.`}
      >
        <Textarea
          id="about-summary"
          className="min-h-16"
          maxLength={280}
          aria-describedby="about-summary-hint"
          value={draft.summary}
          onChange={set("summary")}
        />
      </Field>
      <MarkdownEditor
        id="about-description"
        label="Description"
        value={draft.description}
        onChange={(description) => setDraft((old) => ({ ...old, description }))}
      />
      <Field
        id="about-licence"
        label="Licence"
        hint="Under which the data is given to participants; it goes into the kit."
      >
        <Textarea
          id="about-licence"
          maxLength={2_000}
          aria-describedby="about-licence-hint"
          value={draft.licence}
          onChange={set("licence")}
        />
      </Field>
      <FormEnd saving={saving} problem={problem} {...(label ? { label } : {})} />
    </form>
  );
}
