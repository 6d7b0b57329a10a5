import { auditActionSchema } from "@maskboard/contracts";
import { z } from "zod";

const text = z.string().trim().max(200).catch("").default("");
/** A day as a browser's date field writes it. */
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .optional()
  .catch(undefined);

const filterSchema = z.object({
  action: auditActionSchema.optional().catch(undefined),
  actor: text,
  subject: text,
  since: day,
  until: day,
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

/** What the address of the log's page asks for; what makes no sense is left out. */
export type AuditFilters = z.infer<typeof filterSchema>;

export const readFilters = (params: Record<string, string | string[] | undefined>): AuditFilters =>
  filterSchema.parse(params);

const DAY_MS = 86_400_000;

/** The filters as the API wants them: days are UTC days, both included. */
export function toQuery({ action, actor, subject, since, until, before }: AuditFilters) {
  return {
    ...(action && { action }),
    ...(actor && { actor }),
    ...(subject && { subject }),
    ...(since && { since: new Date(`${since}T00:00:00Z`) }),
    ...(until && { until: new Date(Date.parse(`${until}T00:00:00Z`) + DAY_MS) }),
    ...(before && { before }),
  };
}

/** The address of another page of the same filters. */
export function pageAddress(path: string, filters: AuditFilters, before: number): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, before })) {
    if (value) params.set(name, String(value));
  }
  return `${path}?${params}`;
}
