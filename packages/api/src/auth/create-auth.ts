import { apiKey } from "@better-auth/api-key";
import { nameSchema } from "@maskboard/contracts";
import { type Db, schema } from "@maskboard/db";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { admin } from "better-auth/plugins";
import type { ApiEnv } from "../env.ts";

export const API_KEY_PREFIX = "mbk_";

function logUnlessRefused(_level: string, message: string, ...details: unknown[]): void {
  if (!message.startsWith("Failed to validate API key")) console.error(message, ...details);
}

type AuthSettings = Pick<ApiEnv, "authSecret" | "publicUrl" | "github">;

/**
 * People reach a server under several names (localhost, 127.0.0.1, its name in the network). A page
 * of the very origin that a request goes to is no other site's, whatever PUBLIC_URL says.
 */
function ownOrigin(request?: Request): string[] {
  const host = request?.headers.get("host");
  return request && host ? [`${new URL(request.url).protocol}//${host}`] : [];
}

const MAX_NAME = 60;
const personName = nameSchema(1, MAX_NAME);

/** Names stand beside teams and submissions for all to see. */
async function checkName({ name }: { name?: string | undefined }): Promise<void> {
  if (name === undefined || personName.safeParse(name).success) return;
  throw new APIError("BAD_REQUEST", { message: `A name has 1 to ${MAX_NAME} visible characters.` });
}

/** Accounts, sessions and API keys on the product's own database. */
export function createAuth(db: Db, settings: AuthSettings) {
  return betterAuth({
    appName: "Maskboard",
    baseURL: settings.publicUrl,
    secret: settings.authSecret,
    trustedOrigins: ownOrigin,
    database: drizzleAdapter(db, { provider: "pg", schema }),
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128 },
    ...(settings.github && { socialProviders: { github: settings.github } }),
    databaseHooks: { user: { create: { before: checkName }, update: { before: checkName } } },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    // For each address; in the database because several web processes may run.
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 200,
      customRules: {
        "/sign-in/*": { window: 60, max: 10 },
        "/sign-up/*": { window: 60, max: 10 },
        "/change-password": { window: 60, max: 10 },
        "/get-session": false,
      },
    },
    advanced: {
      cookiePrefix: "maskboard",
      useSecureCookies: settings.publicUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
    },
    telemetry: { enabled: false },
    // Wrong passwords and keys are the client's affair; they are answered, not logged.
    logger: { level: "error", log: logUnlessRefused },
    plugins: [
      admin(),
      apiKey({
        defaultPrefix: API_KEY_PREFIX,
        maximumNameLength: 60,
        startingCharactersConfig: { charactersLength: 10 },
        // A key is as good as its owner: the limits of the product apply, none of the key's own.
        rateLimit: { enabled: false },
        keyExpiration: { defaultExpiresIn: null, minExpiresIn: 1, maxExpiresIn: 3_650 },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;
