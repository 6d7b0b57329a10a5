import { z } from "zod";

/** Control characters: they can't be seen, and a database refuses some of them. */
const CONTROL = /\p{Cc}/u;
/** Marks that turn the direction of what follows, and thereby of what stands beside it. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
/** A word this long is no word; nobody reads it. */
const LONG_WORD = /\S{300,}/g;
const KEPT_OF_WORD = 120;

/**
 * Text from files and requests in a form that can be shown in a line, stored and logged: control
 * characters become their pictures (␀), marks of direction `�`, and endless words are cut.
 */
export function showable(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (character === "\n" ? character : picture(character)))
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "�")
    .replace(LONG_WORD, (word) => `${word.slice(0, KEPT_OF_WORD)}…`);
}

/** U+2400 and following are the pictures of U+0000 to U+001F, U+2421 is that of U+007F. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "�";
}

/** `showable` for every text in a JSON value. */
export function showableJson<Value>(value: Value): Value {
  if (typeof value === "string") return showable(value) as Value;
  if (Array.isArray(value)) return value.map(showableJson) as Value;
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, showableJson(item)]);
  return Object.fromEntries(entries) as Value;
}

/** A name that others will see: one line, with something in it to be seen. */
export const nameSchema = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => !CONTROL.test(text) && !TURNING.test(text), "holds characters nobody can see")
    .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), "must hold a letter, digit or sign");
