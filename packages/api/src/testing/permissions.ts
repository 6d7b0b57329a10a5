import { appRouter } from "../routers/index.ts";
import { type AccessLevel, type ProcedureMeta, scopeOf } from "../trpc/trpc.ts";
import { REFUSED, ROLES, type Role } from "./access-roles.ts";
import { ROUTES } from "./routes.ts";

/* The text of docs/permissions.md: what is said there is what the tests try. */

const ROLE_WORDS: Record<Role, string> = {
  visitor: "visitor",
  outsider: "participant of another team",
  member: "member of the team",
  captain: "captain of the team",
  rival: "organizer of another challenge",
  organizer: "organizer of the challenge",
  admin: "admin",
};

const ACCESS_WORDS: Record<AccessLevel, string> = {
  public: "what everybody sees (drafts: organizers only)",
  "signed-in": "what needs an account",
  member: "about one's own team",
  captain: "leading one's own team",
  "submission-reader": "reading a submission",
  "submission-member": "changing a submission's note and finals",
  organizer: "organizing the challenge",
  admin: "administering the site",
};

const REFUSAL_WORDS: Record<string, string> = {
  unauthenticated: "sign in",
  forbidden: "forbidden",
  not_found: "not found",
  no_team: "no team",
};

type Row = readonly string[];

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const roleTable = (): string =>
  table(
    ["action", ...ROLES.map((role) => ROLE_WORDS[role])],
    Object.entries(ACCESS_WORDS).map(([access, words]) => [
      `${words} (\`${access}\`)`,
      ...ROLES.map((role) => {
        const refused = REFUSED[access as AccessLevel][role];
        return refused ? REFUSAL_WORDS[refused]! : "yes";
      }),
    ]),
  );

const procedureTable = (): string =>
  table(
    ["procedure", "kind", "who", "scope of a key"],
    Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
      const { type, meta } = (
        procedure as unknown as {
          _def: { type: "query" | "mutation" | "subscription"; meta: ProcedureMeta };
        }
      )._def;
      return [`\`${path}\``, type, `\`${meta.access}\``, `\`${scopeOf(type, meta.access)}\``];
    }),
  );

const routeTable = (): string =>
  table(
    ["route", "about", ...ROLES.map((role) => ROLE_WORDS[role]), "scope of a key"],
    ROUTES.map(({ method, path, about, refused, scope }) => [
      `${method} \`/${path}\``,
      about,
      ...ROLES.map((role) => String(refused[role] ?? "yes")),
      scope === "none" ? "–" : `\`${scope}\``,
    ]),
  );

/** The whole of docs/permissions.md. */
export const permissionsDocument = (): string => `# Permissions

Written by \`packages/api/src/trpc/permissions.test.ts\` from the code (\`vitest run permissions -u\`
renews it); the tests beside it call every procedure and every route as every role and with keys of
every scope, and compare.

## Roles
Roles add up: a captain is a member, and an admin may do in every challenge what its organizers may.
What belongs to another team or another challenge is *not found* rather than *forbidden* where its
existence is nobody's business.

${roleTable()}

- **Private truth, private scores and what is frozen** are for organizers, and private scores for
  everybody after the reveal. Masks of test images are for organizers only, for good.
- **Organizers** see the submissions and files of all teams of their challenge; they change none, but
  may have them scored again, cancelled or disqualified. All that is in the audit log.
- **A disqualified team** sees what it saw before, with the reason. It can't upload
  (\`team_disqualified\`), and nobody joins or leaves it, so that nobody walks out of a verdict.
- **The audit log** is written in the transaction of each change. A trigger of the database refuses
  to change or remove an entry, whoever asks.

## API keys
A key acts for its owner and can't do more than its owner. It is made on the account page, or by
\`maskboard login\`, with scopes:

| scope | allows |
| --- | --- |
| \`read\` | what the owner sees as a participant; part of every key |
| \`submit\` | uploads, finals, notes, making and managing teams |
| \`organize\` | everything that takes an organizer or admin, reading included |

Without \`organize\` a key sees what its owner would see as a participant: no drafts, no private
scores, no other team's submissions. What a key lacks is named in the refusal
(\`forbidden\`, \`details.missing\`). Keys without scopes, which were made before there were any, by
\`npm start\`, or by better-auth's own route with a session, may do all that their owner may. A key
makes no keys, and is no session for \`/api/auth/*\`.

## Procedures
Below \`/api/trpc\`.

${procedureTable()}

## Routes
Numbers are the HTTP status of the refusal.

${routeTable()}
`;
