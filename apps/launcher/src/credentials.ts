import { z } from "zod";
import { readIfThere, writePrivate } from "./secrets.ts";

const accountSchema = z.object({
  role: z.enum(["organizer", "participant"]),
  email: z.string(),
  password: z.string(),
  apiKey: z.string(),
});
const credentialsSchema = z.object({ url: z.string(), accounts: z.array(accountSchema) });

/** A demo account, as scripts and people find it. */
export type DemoAccount = z.infer<typeof accountSchema>;
export type Credentials = z.infer<typeof credentialsSchema>;

/** What an earlier start wrote, or `undefined`. */
export async function readCredentials(file: string): Promise<Credentials | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch {
    // Edited by hand or from another version: the accounts get fresh keys and passwords.
    return undefined;
  }
}

export function writeCredentials(file: string, credentials: Credentials): Promise<void> {
  return writePrivate(file, `${JSON.stringify(credentials, null, 2)}\n`);
}
