import { type KeyScope, keyScopeSchema } from "@maskboard/contracts";
import { z } from "zod";
import type { Auth } from "./create-auth.ts";

/** Where better-auth keeps a key's scopes: permissions by resource. */
const RESOURCE = "maskboard";
const permissionsSchema = z.object({ [RESOURCE]: keyScopeSchema.array() });

/** Makes an API key that may do so much on behalf of its owner, and may always read. */
export async function createKey(
  auth: Auth,
  userId: string,
  { name, scopes }: { name: string; scopes: readonly KeyScope[] },
): Promise<{ key: string; scopes: KeyScope[] }> {
  const wanted = keyScopeSchema.options.filter(
    (scope) => scope === "read" || scopes.includes(scope),
  );
  const body = { userId, name, permissions: { [RESOURCE]: wanted } };
  const { key } = await auth.api.createApiKey({ body });
  return { key, scopes: wanted };
}

/** What a key may do; `undefined` for one without scopes, as they were before, which may do all. */
export function scopesOf(permissions: unknown): KeyScope[] | undefined {
  if (permissions === null || permissions === undefined) return undefined;
  const parsed = permissionsSchema.safeParse(permissions);
  // What is not understood allows nothing beyond reading.
  return parsed.success ? parsed.data[RESOURCE] : ["read"];
}
