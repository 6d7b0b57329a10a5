/** Who asks, as far as queries care; `null` is a visitor. */
export type Actor = { readonly id: string; readonly admin: boolean };
export type MaybeActor = Actor | null;
