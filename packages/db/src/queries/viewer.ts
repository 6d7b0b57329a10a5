import type { KeyScope } from "@maskboard/contracts";

/** Who asks, as far as queries care; `null` is a visitor. */
export type Actor = {
  readonly id: string;
  readonly admin: boolean;
  /** What the API key may do that they ask with; left out where nothing is held back. */
  readonly scopes?: readonly KeyScope[] | undefined;
};
export type MaybeActor = Actor | null;

/** A key without the scope `organize` sees what its owner would see as a participant. */
export const mayOrganize = (actor: MaybeActor): boolean =>
  actor !== null && (actor.scopes === undefined || actor.scopes.includes("organize"));
