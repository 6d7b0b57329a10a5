import type { AuditAction, AuditVia } from "@maskboard/contracts";
import type { Executor } from "../client.ts";
import { auditLog } from "../schema/index.ts";

/** Who does something privileged; `id` is `null` for the system itself. */
export interface AuditActor {
  readonly id: string | null;
  readonly name: string;
  readonly via: AuditVia;
}

export const SYSTEM: AuditActor = { id: null, name: "Maskboard", via: "system" };

export interface AuditEntry {
  actor: AuditActor;
  action: AuditAction;
  /** `null` for what concerns the whole site. */
  challengeId: string | null;
  subject?: { kind: string; id: string; name: string };
  reason?: string | undefined;
  /** What changed, before and after: only the fields concerned, nothing hidden. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Writes into the audit log; call it in the transaction of the action, so that both or none are. */
export async function audit(tx: Executor, entry: AuditEntry): Promise<void> {
  const { actor, ...rest } = entry;
  const { id: actorId, name: actorName, via } = actor;
  await tx.insert(auditLog).values({ ...rest, actorId, actorName, via });
}
