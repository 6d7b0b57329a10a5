import { type KeyScope, keyScopeSchema } from "@maskboard/contracts";

const WORDS: Record<KeyScope, { label: string; hint: string }> = {
  read: { label: "Read", hint: "see boards, data and your team's submissions" },
  submit: { label: "Submit", hint: "upload, choose finals, change your team" },
  organize: { label: "Organize", hint: "everything that organizers and admins may do" },
};

interface KeyScopesProps {
  scopes: readonly KeyScope[];
  onChange: (scopes: readonly KeyScope[]) => void;
}

/** What a new key may do. */
export function KeyScopes({ scopes, onChange }: KeyScopesProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-sm font-medium">It may</legend>
      {keyScopeSchema.options.map((scope) => (
        <label key={scope} className="flex items-start gap-2.5 text-sm">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={scope === "read" || scopes.includes(scope)}
            disabled={scope === "read"}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...scopes, scope]
                  : scopes.filter((other) => other !== scope),
              )
            }
          />
          <span>
            {WORDS[scope].label} <span className="text-muted-foreground">{WORDS[scope].hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What a key may do, in short; keys from before there were scopes may do all. */
export function scopeWords(permissions: Record<string, string[]> | null | undefined): string {
  const scopes = permissions?.maskboard;
  return scopes ? scopes.join(", ") : "all rights";
}
