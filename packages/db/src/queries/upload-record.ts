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

/** All uploads whose bytes may still come, or came while nobody was there to take them. */
export async function openUploadRecords(db: Executor): Promise<UploadRecord[]> {
  const sent = await db
    .select({ id: submission.id, userId: submission.userId, bytes: submission.bytes })
    .from(submission)
    .where(eq(submission.state, "uploading"));
  const imports = await db
    .select({
      id: challengeImport.id,
      userId: challengeImport.userId,
      bytes: challengeImport.bytes,
    })
    .from(challengeImport)
    .where(eq(challengeImport.status, "uploading"));
  return [
    ...sent.map((row) => ({ ...row, kind: "submission" as const, open: true })),
    ...imports.map((row) => ({ ...row, kind: "import" as const, open: true })),
  ];
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
