"use client";

import { Prose } from "@/components/site/markdown";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

interface MarkdownEditorProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Markdown with what it will look like beside it, or below it on a narrow screen. */
export function MarkdownEditor({ id, label, value, onChange }: MarkdownEditorProps) {
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Field id={id} label={label} hint="Markdown, with tables. HTML is shown as text.">
        <Textarea
          id={id}
          className="h-96 font-mono text-[0.8125rem]"
          maxLength={100_000}
          aria-describedby={`${id}-hint`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <div className="grid content-start gap-1.5">
        <p id={`${id}-preview`} className="text-sm font-medium">
          As it will look
        </p>
        <section
          aria-labelledby={`${id}-preview`}
          className="h-96 overflow-y-auto rounded-lg border border-line bg-surface p-4"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
          tabIndex={0}
        >
          {value.trim() ? (
            <Prose text={value} />
          ) : (
            <p className="text-sm text-muted-foreground">Nothing yet.</p>
          )}
        </section>
      </div>
    </div>
  );
}
