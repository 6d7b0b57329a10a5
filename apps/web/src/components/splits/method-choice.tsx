import { useId } from "react";

export type MethodKind = "stratified" | "random" | "csv";

const METHODS: readonly { kind: MethodKind; label: string; text: string }[] = [
  { kind: "stratified", label: "Stratified", text: "both sides get each class alike" },
  { kind: "random", label: "Random", text: "by chance alone" },
  { kind: "csv", label: "From a file", text: "as a CSV says" },
];

interface MethodChoiceProps {
  value: MethodKind;
  onChange: (kind: MethodKind) => void;
}

export function MethodChoice({ value, onChange }: MethodChoiceProps) {
  const name = useId();
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 text-sm font-medium">How to divide the test images</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {METHODS.map(({ kind, label, text }) => (
          <label
            key={kind}
            className="flex cursor-pointer gap-3 rounded-lg border border-line p-3 has-checked:border-primary has-checked:bg-primary-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              name={name}
              className="mt-0.5 size-4 shrink-0 accent-primary outline-none"
              checked={value === kind}
              onChange={() => onChange(kind)}
            />
            <span className="text-sm">
              <span className="block font-medium">{label}</span>
              <span className="text-[0.8125rem] text-muted-foreground">{text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
