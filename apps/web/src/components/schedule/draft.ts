import { TIMETABLE_FIELDS, type Timetable, type TimetableField } from "@maskboard/contracts";
import { readWallTime, wallTimeOf } from "../../lib/wall-time.ts";

/** What stands in a field: a time on the viewer's clock, and which of two where it comes twice. */
export interface InstantDraft {
  readonly text: string;
  readonly second: boolean;
}

/** Fields that were touched; the others show what is saved. */
export type ScheduleDraft = { readonly [Field in TimetableField]?: InstantDraft };

/** A saved instant as it stands in its field. */
export function draftOf(at: Date | null, zone: string): InstantDraft {
  if (!at) return { text: "", second: false };
  const text = wallTimeOf(at, zone);
  const read = readWallTime(text, zone);
  // To the minute, as the field shows it.
  return { text, second: read?.kind === "overlap" && at >= read.later };
}

/** The instant of a field, `null` for none, `undefined` for what can't be understood. */
export function instantOf({ text, second }: InstantDraft, zone: string): Date | null | undefined {
  if (text === "") return null;
  const read = readWallTime(text, zone);
  if (!read || read.kind === "gap") return undefined;
  return read.kind === "instant" ? read.at : second ? read.later : read.earlier;
}

/**
 * What a draft changes; `undefined` while some field can't be understood. A field that shows the
 * minute it showed before changes nothing: a saved instant may have seconds.
 */
export function changesOf(
  saved: Timetable,
  draft: ScheduleDraft,
  zone: string,
): { [Field in TimetableField]?: Date | null } | undefined {
  const changes: { [Field in TimetableField]?: Date | null } = {};
  for (const field of TIMETABLE_FIELDS) {
    const typed = draft[field];
    if (!typed) continue;
    const at = instantOf(typed, zone);
    if (at === undefined) return undefined;
    const before = saved[field];
    const sameMinute =
      at && before && Math.floor(at.getTime() / 60_000) === Math.floor(before.getTime() / 60_000);
    if (sameMinute || (!at && !before)) continue;
    changes[field] = at;
  }
  return changes;
}
