"use client";

import type { AnnouncementText } from "@maskboard/contracts";
import { useState } from "react";
import { type InstantDraft, instantOf } from "@/components/schedule/draft";
import { InstantField } from "@/components/schedule/instant-field";
import { Prose } from "@/components/site/markdown";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export interface AnnouncementDraft {
  readonly title: string;
  readonly body: string;
  readonly banner: InstantDraft;
}

export const EMPTY_ANNOUNCEMENT: AnnouncementDraft = {
  title: "",
  body: "",
  banner: { text: "", second: false },
};

/** `null` while a field can't be understood. */
export function toAnnouncement(draft: AnnouncementDraft, zone: string): AnnouncementText | null {
  const bannerUntil = instantOf(draft.banner, zone);
  const title = draft.title.trim();
  return title && bannerUntil !== undefined ? { title, body: draft.body, bannerUntil } : null;
}

interface AnnouncementFieldsProps {
  value: AnnouncementDraft;
  onChange: (value: AnnouncementDraft) => void;
  titlePlaceholder?: string;
}

/** Title, Markdown with a preview, and until when it shows as a banner. */
export function AnnouncementFields(props: AnnouncementFieldsProps) {
  const { value, onChange, titlePlaceholder } = props;
  const [preview, setPreview] = useState(false);
  return (
    <div className="grid gap-4">
      <Field id="news-title" label="Title">
        <Input
          id="news-title"
          value={value.title}
          maxLength={160}
          placeholder={titlePlaceholder}
          onChange={(event) => onChange({ ...value, title: event.target.value })}
        />
      </Field>
      <div className="grid gap-1.5">
        <div className="flex items-center justify-between gap-4">
          <label htmlFor="news-body" className="text-sm font-medium">
            Text, in Markdown
          </label>
          <Button
            variant="ghost"
            size="sm"
            aria-pressed={preview}
            onClick={() => setPreview((old) => !old)}
          >
            {preview ? "Write" : "Preview"}
          </Button>
        </div>
        {preview ? (
          <div className="min-h-32 rounded-lg border border-line bg-surface p-4 text-sm">
            {value.body.trim() ? <Prose text={value.body} /> : <p>Nothing written yet.</p>}
          </div>
        ) : (
          <textarea
            id="news-body"
            rows={6}
            maxLength={20_000}
            value={value.body}
            className="min-h-32 w-full rounded-lg border border-line-strong/60 bg-surface px-3 py-2 font-mono text-sm"
            onChange={(event) => onChange({ ...value, body: event.target.value })}
          />
        )}
      </div>
      <InstantField
        id="news-banner"
        label="Show as a banner until"
        hint="On every page of the challenge, until each person dismisses it. Empty: only in the list."
        value={value.banner}
        onChange={(banner) => onChange({ ...value, banner })}
      />
    </div>
  );
}
