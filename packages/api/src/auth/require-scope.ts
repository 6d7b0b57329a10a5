import { type KeyScope, MaskboardError, type Viewer } from "@maskboard/contracts";

const MEANING: Record<KeyScope, string> = {
  read: "reading",
  submit: "submitting and managing teams",
  organize: "organizing",
};

/**
 * Sessions and keys without scopes may do all that their owner may.
 * @throws MaskboardError `forbidden`, naming the scope that the key lacks
 */
export function requireScope(viewer: Viewer | null, scope: KeyScope): void {
  if (!viewer?.scopes || viewer.scopes.includes(scope)) return;
  throw new MaskboardError(
    "forbidden",
    `This API key is not for ${MEANING[scope]}: it lacks the scope "${scope}". Make one that has it on the account page.`,
    { missing: scope, scopes: viewer.scopes },
  );
}
