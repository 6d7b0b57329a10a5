import { z } from "zod";

/**
 * What an API key may do on behalf of its owner. `read`: see what the owner sees as a participant;
 * every key can. `submit`: upload, choose finals, change teams. `organize`: everything that takes an
 * organizer or an admin, reading included.
 */
export const keyScopeSchema = z.enum(["read", "submit", "organize"]);
export type KeyScope = z.infer<typeof keyScopeSchema>;
