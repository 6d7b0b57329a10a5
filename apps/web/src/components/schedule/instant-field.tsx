"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useTimeZone } from "@/lib/use-time-zone";
import { readWallTime, wallTimeOf, zonedText } from "@/lib/wall-time";
import type { InstantDraft } from "./draft";

interface InstantFieldProps {
  id: string;
  label: string;
  hint: ReactNode;
  value: InstantDraft;
  onChange: (value: InstantDraft) => void;
  disabled?: boolean;
}

/**
 * A point in time, typed on the viewer's clock. Says in which zone it is understood, and asks where
 * the clock shows a time twice or never.
 */
export function InstantField({ id, label, hint, value, onChange, disabled }: InstantFieldProps) {
  const zone = useTimeZone();
  const read = value.text ? readWallTime(value.text, zone) : null;
  const wrong = value.text !== "" && (read === null || read.kind === "gap");
  return (
    <div className="grid content-start gap-2">
      <Field id={id} label={label} hint={hint}>
        <Input
          id={id}
          type="datetime-local"
          value={value.text}
          aria-describedby={`${id}-hint`}
          aria-invalid={wrong || undefined}
          disabled={disabled}
          onChange={(event) => onChange({ text: event.target.value, second: false })}
        />
      </Field>
      <div aria-live="polite" className="text-[0.8125rem]">
        {read?.kind === "gap" ? (
          <p className="text-danger">
            This time does not exist in {zone}: clocks go forward on that day. The next one is{" "}
            {wallTimeOf(read.next, zone).slice(11)}.
          </p>
        ) : null}
        {read?.kind === "overlap" ? (
          <fieldset className="grid gap-1.5 rounded-lg bg-muted p-3">
            <legend className="sr-only">Which of the two?</legend>
            <p>Clocks go back on that day: this time comes twice in {zone}.</p>
            {[read.earlier, read.later].map((at, index) => (
              <label key={at.getTime()} className="flex cursor-pointer items-center gap-2">
                <input
                  type="radio"
                  name={`${id}-which`}
                  className="size-4 accent-primary"
                  checked={value.second === (index === 1)}
                  onChange={() => onChange({ ...value, second: index === 1 })}
                />
                {zonedText(at, zone)}
              </label>
            ))}
          </fieldset>
        ) : null}
      </div>
    </div>
  );
}
