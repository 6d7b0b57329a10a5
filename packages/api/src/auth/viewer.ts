import { type AuditVia, MaskboardError, type Viewer } from "@maskboard/contracts";
import { type Db, findUser } from "@maskboard/db";
import { scopesOf } from "./api-keys.ts";
import { API_KEY_PREFIX, type Auth } from "./create-auth.ts";

/**
 * Who makes a request: by API key (`x-api-key`, or `Authorization: Bearer mbk_...`), else by
 * session cookie. `null` is a visitor.
 * @throws MaskboardError `unauthenticated` for a key that is not valid
 */
export async function viewerOf(auth: Auth, db: Db, headers: Headers): Promise<Viewer | null> {
  const key = apiKeyOf(headers);
  if (key) return viewerOfKey(auth, db, key);
  if (!headers.has("cookie")) return null;
  const found = await auth.api.getSession({ headers: sessionHeaders(headers) });
  if (!found || found.user.banned) return null;
  const { id, name, email, role } = found.user;
  return { id, name, email, admin: role === "admin" };
}

/** How a request authenticates, for the audit log. */
export const viaOf = (headers: Headers): AuditVia => (apiKeyOf(headers) ? "api-key" : "web");

function apiKeyOf(headers: Headers): string | null {
  const key = headers.get("x-api-key");
  if (key) return key;
  const bearer = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  return bearer?.startsWith(API_KEY_PREFIX) ? bearer : null;
}

/** Only what concerns the session: a request's other headers are none of better-auth's business. */
function sessionHeaders(headers: Headers): Headers {
  return new Headers({ cookie: headers.get("cookie") ?? "" });
}

async function viewerOfKey(auth: Auth, db: Db, key: string): Promise<Viewer> {
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } });
  if (valid && found) {
    const user = await findUser(db, { id: found.referenceId });
    if (!user.banned) {
      const { id, name, email, role } = user;
      const scopes = scopesOf(found.permissions);
      return { id, name, email, admin: role === "admin", ...(scopes && { scopes }) };
    }
  }
  throw new MaskboardError("unauthenticated", "This API key is not valid (any more).");
}
