import { hostname } from "node:os";
import { type KeyScope, MaskboardError, type Viewer } from "@maskboard/contracts";
import { createClient } from "./client.ts";
import { fromResponse, networkReason, unreachable } from "./request-error.ts";

async function post(url: string, path: string, body: unknown, cookie?: string): Promise<Response> {
  try {
    return await fetch(`${url}${path}`, {
      method: "POST",
      // A request with cookies is only taken from the site's own origin.
      headers: {
        "content-type": "application/json",
        origin: new URL(url).origin,
        ...(cookie ? { cookie } : {}),
      },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw unreachable(url, networkReason(error), error);
  }
}

/** The message of an answer of the authentication routes, which have a form of their own. */
async function refusal(url: string, response: Response): Promise<MaskboardError> {
  const text = await response.text();
  try {
    const { message, code: reason } = JSON.parse(text) as { message?: unknown; code?: unknown };
    if (reason === "INVALID_ORIGIN") {
      return new MaskboardError(
        "bad_request",
        `${url} is not the address by which the server knows itself. Use that one (its PUBLIC_URL), or make a key on the account page and give it with --key.`,
      );
    }
    if (typeof message === "string" && message !== "") {
      const code = response.status === 429 ? "rate_limited" : "unauthenticated";
      return new MaskboardError(code, message);
    }
  } catch {
    // Not JSON: judged by its status below.
  }
  return fromResponse(response.status, text, url);
}

/**
 * Signs in with email and password, makes an API key named after this machine, and signs out.
 *
 * @param scopesFor what the key is to be for, knowing whose it will be
 * @throws MaskboardError `unauthenticated` for a wrong email or password
 */
export async function createApiKey(
  url: string,
  { email, password }: { email: string; password: string },
  scopesFor: (viewer: Viewer) => Promise<KeyScope[]>,
): Promise<string> {
  const signedIn = await post(url, "/api/auth/sign-in/email", { email, password });
  if (!signedIn.ok) throw await refusal(url, signedIn);
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const name = `maskboard on ${hostname()}`.slice(0, 32);
  const { trpc, ask } = createClient({ url, key: null, headers: { cookie } });
  const viewer = await ask(trpc.viewer.me.query());
  if (!viewer) throw new MaskboardError("unauthenticated", `${url} did not keep the sign-in.`);
  const { key } = await ask(trpc.key.create.mutate({ name, scopes: await scopesFor(viewer) }));
  await post(url, "/api/auth/sign-out", {}, cookie);
  return key;
}
