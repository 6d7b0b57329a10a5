import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { challengeImport, submission } from "../schema/index.ts";

/** What an upload belongs to; both kinds share the upload's id. */
export interface UploadRecord {
  readonly kind: "submission" | "import";
  readonly id: string;
  readonly userId: string | null;
  readonly bytes: number;
  /** Whether bytes may still come. */
  readonly open: boolean;
}

export async function findUploadRecord(db: Executor, id: string): Promise<UploadRecord | null> {
  const [sent] = await db.select().from(submission).where(eq(submission.id, id));
  if (sent) {
    const { userId, bytes, state } = sent;
    return { kind: "submission", id, userId, bytes, open: state === "uploading" };
  }
  const [row] = await db.select().from(challengeImport).where(eq(challengeImport.id, id));
  if (!row) return null;
  const { userId, bytes, status } = row;
  return { kind: "import", id, userId, bytes, open: status === "uploading" };
}
