"use client";

import { type Lane, type Limits, limitsSchema } from "@maskboard/contracts";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SettingsFormProps } from "./about-form";
import { FormEnd } from "./form-end";
import { useEdit } from "./use-edit";

const LIMITS: { key: keyof Limits; label: string; hint: string; step?: string }[] = [
  { key: "perDay", label: "Submissions a day", hint: "Of a team; days end at 00:00 UTC." },
  { key: "total", label: "Submissions in all", hint: "Of a team, over the whole challenge." },
  {
    key: "invalidPerDay",
    label: "Invalid files a day",
    hint: "They are not charged, but not endless either.",
  },
  { key: "artifactMiB", label: "Largest file in MiB", hint: "Of one submission.", step: "any" },
  { key: "teamSize", label: "People in a team", hint: "At most." },
  { key: "finals", label: "Final submissions", hint: "That a team may pick; the best one counts." },
];
const MODEL_LIMITS: typeof LIMITS = [
  { key: "modelSeconds", label: "Seconds a model may take", hint: "For all test images." },
  { key: "modelMemoryMiB", label: "Memory of a model in MiB", hint: "While it runs." },
];

/** Limits, what may be submitted, and how public scores are rounded. */
export function RulesForm({ settings, onSaved, label }: SettingsFormProps) {
  const [limits, setLimits] = useState<Record<keyof Limits, string>>(
    Object.fromEntries(
      Object.entries(settings.limits).map(([key, value]) => [key, String(value)]),
    ) as Record<keyof Limits, string>,
  );
  const [lanes, setLanes] = useState<readonly Lane[]>(settings.lanes);
  const [rounding, setRounding] = useState(settings.rounding);
  const { save, saving, problem } = useEdit(settings.slug, onSaved);
  const parsed = limitsSchema.safeParse(
    Object.fromEntries(Object.entries(limits).map(([key, text]) => [key, Number(text)])),
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    if (parsed.success) save({ limits: parsed.data, lanes: [...lanes], rounding });
  }

  const toggle = (lane: Lane, on: boolean) =>
    setLanes((old) => (on ? [...old, lane] : old.filter((other) => other !== lane)));

  const faulty = new Map(
    parsed.success ? [] : parsed.error.issues.map((issue) => [issue.path[0], issue.message]),
  );
  const fields = (list: typeof LIMITS) =>
    list.map(({ key, label: name, hint, step }) => (
      <Field key={key} id={`rules-${key}`} label={name} hint={faulty.get(key) ?? hint}>
        <Input
          id={`rules-${key}`}
          type="number"
          required
          step={step ?? 1}
          className="max-w-40"
          aria-invalid={faulty.has(key)}
          aria-describedby={`rules-${key}-hint`}
          value={limits[key]}
          onChange={(event) => setLimits((old) => ({ ...old, [key]: event.target.value }))}
        />
      </Field>
    ));

  return (
    <form onSubmit={submit} className="grid gap-6">
      <div className="grid gap-5 sm:grid-cols-2">{fields(LIMITS)}</div>
      <fieldset className="grid gap-2.5">
        <legend className="mb-2.5 text-sm font-medium">What teams submit</legend>
        {(
          [
            ["masks", "Masks: a zip of predicted PNGs"],
            ["model", "Models: ONNX or TensorFlow.js, run here on the test images"],
          ] as const
        ).map(([lane, text]) => (
          <label key={lane} className="flex items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-primary"
              checked={lanes.includes(lane)}
              onChange={(event) => toggle(lane, event.target.checked)}
            />
            {text}
          </label>
        ))}
        {lanes.length === 0 ? (
          <p role="alert" className="text-sm text-danger">
            Choose at least one.
          </p>
        ) : null}
      </fieldset>
      {lanes.includes("model") ? (
        <div className="grid gap-5 sm:grid-cols-2">{fields(MODEL_LIMITS)}</div>
      ) : null}
      <Field
        id="rules-rounding"
        label="Decimal places of public scores"
        hint={`A score shows as ${(0.7312964508).toFixed(rounding)}. Scores that are equal then share a rank; fewer places tell less about the hidden images.`}
      >
        <Input
          id="rules-rounding"
          type="number"
          min={2}
          max={8}
          required
          className="max-w-40"
          aria-describedby="rules-rounding-hint"
          value={rounding}
          onChange={(event) =>
            setRounding(Math.min(8, Math.max(2, Math.round(Number(event.target.value)))))
          }
        />
      </Field>
      <FormEnd
        saving={saving}
        problem={problem}
        disabled={!parsed.success || lanes.length === 0}
        {...(label ? { label } : {})}
      />
    </form>
  );
}
