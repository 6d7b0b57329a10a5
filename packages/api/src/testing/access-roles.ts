import type { AccessLevel } from "../trpc/trpc.ts";

export const ROLES = [
  "visitor",
  "outsider",
  "member",
  "captain",
  "rival",
  "organizer",
  "admin",
] as const;
export type Role = (typeof ROLES)[number];

/** What keeps a role out, by access level; all others get in. */
export const REFUSED: Record<AccessLevel, Partial<Record<Role, string>>> = {
  public: {},
  "signed-in": { visitor: "unauthenticated" },
  // The outsider has a team of their own, which is what these are about.
  member: { visitor: "unauthenticated", rival: "no_team", organizer: "no_team", admin: "no_team" },
  captain: {
    visitor: "unauthenticated",
    member: "forbidden",
    rival: "no_team",
    organizer: "no_team",
    admin: "no_team",
  },
  admin: {
    visitor: "unauthenticated",
    outsider: "forbidden",
    member: "forbidden",
    captain: "forbidden",
    rival: "forbidden",
    organizer: "forbidden",
  },
  organizer: {
    visitor: "unauthenticated",
    outsider: "forbidden",
    member: "forbidden",
    captain: "forbidden",
    rival: "forbidden",
  },
  "submission-reader": { visitor: "unauthenticated", outsider: "not_found", rival: "not_found" },
  "submission-member": {
    visitor: "unauthenticated",
    outsider: "not_found",
    rival: "not_found",
    organizer: "forbidden",
    admin: "forbidden",
  },
};
