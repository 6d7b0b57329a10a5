/** One thing that was looked at. `note` is worth knowing, `broken` needs mending. */
export interface Finding {
  readonly name: string;
  readonly state: "ok" | "note" | "broken";
  readonly message: string;
  /** How to mend it, where something is to mend. */
  readonly fix: string | null;
}

export const ok = (name: string, message: string): Finding => ({
  name,
  state: "ok",
  message,
  fix: null,
});

export const note = (name: string, message: string, fix: string | null = null): Finding => ({
  name,
  state: "note",
  message,
  fix,
});

export const broken = (name: string, message: string, fix: string): Finding => ({
  name,
  state: "broken",
  message,
  fix,
});
