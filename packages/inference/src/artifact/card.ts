import { MaskboardError, type ModelCard, modelCardSchema } from "@maskboard/contracts";
import { z } from "zod";

/** Longest card, in bytes. */
export const MAX_CARD_BYTES = 2 ** 16;

/**
 * @param name the card's file name, for messages
 * @throws MaskboardError `model_card`
 */
export function parseCard(name: string, bytes: Uint8Array): ModelCard {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new MaskboardError("model_card", `${name} is no JSON.`, {}, error);
  }
  const card = modelCardSchema.safeParse(json);
  if (card.success) return card.data;
  throw new MaskboardError("model_card", `${name}: ${z.prettifyError(card.error)}`);
}
