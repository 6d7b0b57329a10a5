import { MaskboardError } from "@maskboard/contracts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const MAX_DEPTH = 64;
const MAX_VALUES = 2_000_000;
/** Keys that mean something to JavaScript's objects themselves. */
const FORBIDDEN = new Set(["__proto__", "prototype", "constructor"]);

/**
 * Parses a model's JSON and refuses what could exhaust or confuse whoever walks through it.
 *
 * @throws MaskboardError `model_invalid`
 */
export function parseModelJson(bytes: Uint8Array): JsonObject {
  let json: Json;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
  } catch (error) {
    throw invalid("model.json is no JSON.", error);
  }
  const waiting: { value: Json; depth: number }[] = [{ value: json, depth: 0 }];
  let count = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    if (++count > MAX_VALUES) throw invalid("model.json holds too many values.");
    if (typeof value !== "object" || value === null) continue;
    if (depth === MAX_DEPTH) throw invalid("model.json is nested too deeply.");
    for (const [key, inner] of Object.entries(value)) {
      if (FORBIDDEN.has(key)) throw invalid(`model.json has a key '${key}'.`);
      waiting.push({ value: inner as Json, depth: depth + 1 });
    }
  }
  if (!isObject(json)) throw invalid("model.json is no TensorFlow.js model.");
  return json;
}

export function invalid(message: string, cause?: unknown): MaskboardError {
  return new MaskboardError("model_invalid", message, {}, cause);
}

/** An operator or layer that is none of those that can be run. */
export function unknown(kind: "operator" | "layer", name: string): MaskboardError {
  const value = name.slice(0, 100);
  const message = `The ${kind} '${value}' can't be run here.`;
  return new MaskboardError("model_operator", message, { value });
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const objectIn = (parent: JsonObject, key: string): JsonObject => {
  const value = parent[key];
  return isObject(value) ? value : {};
};

export const listIn = (parent: JsonObject, key: string): readonly Json[] => {
  const value = parent[key];
  return isList(value) ? value : [];
};

export const textIn = (parent: JsonObject, key: string): string => {
  const value = parent[key];
  return typeof value === "string" ? value : "";
};
