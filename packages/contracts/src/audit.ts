import { z } from "zod";

/** Every privileged action that leaves a trace; the log's filter offers them. */
export const auditActionSchema = z.enum([
  "challenge.create",
  "challenge.edit",
  "challenge.publish",
  "challenge.unpublish",
  "challenge.reopen",
  "challenge.close",
  "challenge.archive",
  "organizer.add",
  "organizer.remove",
  "dataset.version",
  "split.save",
  "split.activate",
  "rescore.start",
  "rescore.cancel",
  "phase.freeze",
  "phase.unfreeze",
  "phase.reveal",
  "phase.hide",
  "phase.plan",
  "deadline.extend",
  "late.set",
  "ladder.set",
  "announcement.publish",
  "announcement.withdraw",
  "submission.retry",
  "submission.cancel",
  "submission.disqualify",
  "submission.restore",
  "team.disqualify",
  "team.restore",
  "team.merge",
  "similarity.dismiss",
  "export.download",
  "user.password",
  "user.role",
]);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** `web`: a signed-in person. `api-key`: the command line. `system`: nobody asked for it. */
export const auditViaSchema = z.enum(["web", "api-key", "system"]);
export type AuditVia = z.infer<typeof auditViaSchema>;
