/** The challenge that the first start makes. */
export const SEED_SLUG = "animal-body-parts";

/* Demo people, at addresses under a reserved domain: mail to them reaches nobody (RFC 2606). */

export const ORGANIZER = {
  role: "organizer",
  name: "Olivia Organizer",
  email: "organizer@maskboard.example",
} as const;

export const PARTICIPANT = {
  role: "participant",
  name: "Parker Participant",
  email: "participant@maskboard.example",
} as const;

export const houseEmail = (slug: string): string => `house-${slug}@maskboard.example`;
