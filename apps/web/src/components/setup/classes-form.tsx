"use client";

import { classMapProblem, classMapSchema, type SegmentationClass } from "@maskboard/contracts";
import { PlusIcon, TrashIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import type { SettingsFormProps } from "./about-form";
import { FormEnd } from "./form-end";
import { useEdit } from "./use-edit";

interface Row extends SegmentationClass {
  /** For React: ids may be changed. */
  key: number;
}

/** Names and colours of classes, at any time; ids and void until somebody has submitted. */
export function ClassesForm({ settings, onSaved, label }: SettingsFormProps) {
  const [rows, setRows] = useState<Row[]>(settings.classes.map((row, key) => ({ ...row, key })));
  const [voidText, setVoid] = useState(settings.void === null ? "" : String(settings.void));
  const [rgbMasks, setRgb] = useState(settings.rgbMasks);
  const { save, saving, problem } = useEdit(settings.slug, onSaved);
  const locked = settings.hasSubmissions;

  const change = (key: number, set: Partial<Row>) =>
    setRows((old) => old.map((row) => (row.key === key ? { ...row, ...set } : row)));
  const voidId = voidText.trim() === "" ? undefined : Number(voidText);
  const wanted = {
    classes: rows.map(({ key: _, ...row }) => row),
    rgbMasks,
    ...(voidId === undefined ? {} : { void: voidId }),
  };
  const parsed = classMapSchema.safeParse(wanted);
  const { classes, void: before, rgbMasks: rgbBefore, labels } = settings;
  const current = { classes, rgbMasks: rgbBefore, ...(before === null ? {} : { void: before }) };
  const wrong = parsed.success
    ? classMapProblem(current, parsed.data, { locked, labels })
    : `${parsed.error.issues[0]?.message}.`;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (parsed.success) save({ classMap: parsed.data });
  }

  function add() {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    setRows([...rows, { key, id, name: "", color: "#888888" }]);
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <p className="max-w-prose text-sm text-muted-foreground">
        {locked
          ? "There are submissions: ids stay as they are. Names and colours can change at any time."
          : "An id is the value of a pixel in the masks. Ids stay as they are once somebody has submitted."}
        {labels.length > 0 ? ` The masks hold the labels ${labels.join(", ")}.` : ""}
      </p>
      <ul className="grid gap-2">
        {rows.map((row, index) => (
          <li key={row.key} className="flex items-center gap-2">
            <Input
              type="number"
              className="w-20"
              min={0}
              max={65_535}
              required
              disabled={locked}
              aria-label={`Id of class ${index + 1}`}
              value={row.id}
              onChange={(event) => change(row.key, { id: Number(event.target.value) })}
            />
            <input
              type="color"
              className="h-10 w-12 shrink-0 cursor-pointer rounded-lg border border-line-strong/60 bg-surface p-1 disabled:opacity-50"
              disabled={locked && rgbBefore}
              aria-label={`Colour of ${row.name || `class ${index + 1}`}`}
              value={row.color}
              onChange={(event) => change(row.key, { color: event.target.value })}
            />
            <Input
              className="min-w-0 flex-1"
              maxLength={60}
              required
              aria-label={`Name of class ${index + 1}`}
              value={row.name}
              onChange={(event) => change(row.key, { name: event.target.value })}
            />
            <Button
              variant="ghost"
              size="icon"
              disabled={locked || rows.length === 1}
              aria-label={`Remove ${row.name || `class ${index + 1}`}`}
              onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
            >
              <TrashIcon aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      {locked ? null : (
        <div>
          <Button variant="outline" size="sm" onClick={add}>
            <PlusIcon aria-hidden /> Add a class
          </Button>
        </div>
      )}
      <Field
        id="classes-void"
        label="Void"
        hint="Label of pixels that do not count; empty if every pixel has a class."
      >
        <Input
          id="classes-void"
          type="number"
          className="w-32"
          min={0}
          max={65_535}
          disabled={locked}
          aria-describedby="classes-void-hint"
          value={voidText}
          onChange={(event) => setVoid(event.target.value)}
        />
      </Field>
      <label className="flex max-w-prose items-center gap-3 text-sm" htmlFor="classes-rgb">
        <Switch id="classes-rgb" checked={rgbMasks} disabled={locked} onCheckedChange={setRgb} />
        Masks may also be RGB images in exactly these colours
      </label>
      {wrong ? (
        <p role="alert" className="text-sm text-danger">
          {wrong}
        </p>
      ) : null}
      <FormEnd
        saving={saving}
        problem={problem}
        disabled={wrong !== null}
        {...(label ? { label } : {})}
      />
    </form>
  );
}
