import { apiKeyClient } from "@better-auth/api-key/client";
import { createAuthClient } from "better-auth/client";

const client = createAuthClient({ plugins: [apiKeyClient()] });

/** What better-auth answers when it refuses. */
interface AuthError {
  code?: string;
  message?: string;
  status: number;
}

const WORDS: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: "No account has this email and password. Check both and try again.",
  USER_ALREADY_EXISTS: "There is an account with this email already. Sign in instead.",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL:
    "There is an account with this email already. Sign in instead.",
  INVALID_EMAIL: "This does not look like an email address.",
  PASSWORD_TOO_SHORT: "Choose a longer password, of at least 10 characters.",
  PASSWORD_TOO_LONG: "Choose a shorter password, of at most 128 characters.",
  INVALID_PASSWORD: "The current password is not right.",
};

function words(error: AuthError): string {
  if (error.status === 429) return "Too many attempts. Wait a minute and try again.";
  const known = error.code ? WORDS[error.code] : undefined;
  return known ?? error.message ?? "The server did not answer. Try again in a moment.";
}

async function unwrap<T>(
  result: Promise<{ data: T | null; error: AuthError | null }>,
): Promise<NonNullable<T>> {
  const { data, error } = await result;
  if (error || !data) throw new Error(words(error ?? { status: 500 }));
  return data;
}

export async function signIn(email: string, password: string): Promise<void> {
  await unwrap(client.signIn.email({ email, password }));
}

export async function signUp(name: string, email: string, password: string): Promise<void> {
  await unwrap(client.signUp.email({ name, email, password }));
}

export async function signOut(): Promise<void> {
  await unwrap(client.signOut());
}

/** Changes the password and ends every other session of the account. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await unwrap(client.changePassword({ currentPassword, newPassword, revokeOtherSessions: true }));
}

export interface ApiKeyRow {
  id: string;
  name: string | null;
  start: string | null;
  /** What it may do, by resource; `null` for keys that may do all. */
  permissions?: Record<string, string[]> | null;
  createdAt: Date;
  lastRequest: Date | null;
}

export async function listApiKeys(): Promise<ApiKeyRow[]> {
  const { apiKeys } = await unwrap(client.apiKey.list({}));
  return apiKeys;
}

export async function revokeApiKey(id: string): Promise<void> {
  await unwrap(client.apiKey.delete({ keyId: id }));
}
