import { MaskboardError } from "@maskboard/contracts";
import { addOrganizer, joinTeam } from "@maskboard/db";
import {
  createTestChallenge,
  createTestTeam,
  createUser,
  submitScored,
  uploadTestFile,
} from "@maskboard/db/testing";
import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter, createCaller } from "../routers/index.ts";
import { createTestApi, type TestApi } from "../testing/index.ts";
import type { AccessLevel } from "./trpc.ts";

/* Calls every procedure as every role. A procedure without an entry in `INPUTS` fails the test. */

let api: TestApi;
/** For calls that change nothing. */
let shared: World;
beforeAll(async () => {
  api = await createTestApi();
  shared = await setUp();
});
afterAll(() => api.close());

const ROLES = ["visitor", "outsider", "member", "captain", "organizer", "admin"] as const;
type Role = (typeof ROLES)[number];

/** What keeps a role out, by access level; all others get in. */
const REFUSED: Record<AccessLevel, Partial<Record<Role, string>>> = {
  public: {},
  "signed-in": { visitor: "unauthenticated" },
  // The outsider has a team of their own, which is what these are about.
  member: { visitor: "unauthenticated", organizer: "no_team", admin: "no_team" },
  captain: {
    visitor: "unauthenticated",
    member: "forbidden",
    organizer: "no_team",
    admin: "no_team",
  },
  admin: {
    visitor: "unauthenticated",
    outsider: "forbidden",
    member: "forbidden",
    captain: "forbidden",
    organizer: "forbidden",
  },
  organizer: {
    visitor: "unauthenticated",
    outsider: "forbidden",
    member: "forbidden",
    captain: "forbidden",
  },
  "submission-reader": { visitor: "unauthenticated", outsider: "not_found" },
  "submission-member": {
    visitor: "unauthenticated",
    outsider: "not_found",
    organizer: "forbidden",
    admin: "forbidden",
  },
};

async function setUp() {
  const { db, queue } = api.services;
  const challenge = await createTestChallenge(db);
  const { captain, team } = await createTestTeam(db, challenge.challengeId, "ours");
  const { captain: outsider } = await createTestTeam(db, challenge.challengeId, "theirs");
  const [member, organizer, admin] = await Promise.all([
    createUser(db, "member"),
    createUser(db, "organizer"),
    createUser(db, "admin", "admin"),
  ]);
  await joinTeam(db, team.inviteToken, member.id);
  await addOrganizer(db, challenge.challengeId, organizer.id);
  const scored = await submitScored(db, queue, challenge, captain, 0.5);
  const waiting = await uploadTestFile(db, queue, challenge, captain);
  const users = { visitor: null, outsider, member, captain, organizer, admin };
  return { challenge, users, team, scored, waiting };
}
type World = Awaited<ReturnType<typeof setUp>>;

const slug = ({ challenge }: World) => ({ slug: challenge.slug });
const scored = ({ scored: id }: World) => ({ id });
const INPUTS: Record<string, (world: World) => unknown> = {
  "viewer.me": () => undefined,
  "challenge.list": () => undefined,
  "challenge.bySlug": slug,
  "challenge.data": slug,
  "challenge.spec": slug,
  "team.create": (world) => ({ ...slug(world), name: "another" }),
  "team.preview": ({ team }) => ({ token: team.inviteToken }),
  "team.join": ({ team }) => ({ token: team.inviteToken }),
  "team.leave": slug,
  "team.setCaptain": (world) => ({ ...slug(world), userId: "nobody" }),
  "team.removeMember": (world) => ({ ...slug(world), userId: "nobody" }),
  "team.rename": (world) => ({ ...slug(world), name: "renamed" }),
  "team.renewInvite": slug,
  "submission.mine": slug,
  "submission.byId": scored,
  "submission.live": scored,
  "submission.setNote": (world) => ({ ...scored(world), note: "noted" }),
  "submission.setFinal": (world) => ({ ...scored(world), final: true }),
  "submission.cancelUpload": scored,
  "board.get": slug,
  "board.live": slug,
  "admin.users": () => undefined,
  "admin.resetPassword": ({ users }) => ({ userId: users.member.id }),
  "admin.queue": () => undefined,
  "admin.retry": (world) => ({ submissionId: world.scored }),
  "admin.imports": () => undefined,
  "admin.importById": () => ({ id: crypto.randomUUID() }),
};

/** These answer "there is none" to whoever is let in. */
const NOTHING_THERE = ["team.setCaptain", "team.removeMember", "admin.importById"];

function contextOf(world: World, role: Role) {
  const user = world.users[role];
  const viewer = user && { ...user, email: `${role}@example.test` };
  return { services: api.services, viewer };
}

/** `ok`, or the code of the error. */
async function call(path: string, world: World, role: Role): Promise<string> {
  const caller = createCaller(contextOf(world, role));
  const [domain = "", name = ""] = path.split(".");
  const procedures = caller as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  try {
    const result = await procedures[domain]![name]!(INPUTS[path]!(world));
    if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
      for await (const value of result as AsyncIterable<unknown>) {
        expect(value).toBeTypeOf("object");
        break;
      }
    }
    return "ok";
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof MaskboardError) {
      return error.cause.code;
    }
    throw error;
  }
}

const procedures = Object.entries(appRouter._def.procedures) as unknown as [
  string,
  { _def: { type: string; meta?: { access: AccessLevel } } },
][];

test("the table knows all procedures and no others", () => {
  expect(procedures.map(([path]) => path).sort()).toEqual(Object.keys(INPUTS).sort());
});

describe.each(procedures)("%s", (path, procedure) => {
  test.each(ROLES)("as %s", async (role) => {
    const access = procedure._def.meta?.access;
    expect(access).toBeDefined();
    const expected = REFUSED[access!][role];
    const changes = procedure._def.type === "mutation" && !expected;
    const outcome = await call(path, changes ? await setUp() : shared, role);
    if (expected) expect(outcome).toBe(expected);
    else if (NOTHING_THERE.includes(path)) expect(outcome).toBe("not_found");
    else expect(["unauthenticated", "forbidden", "not_found", "no_team"]).not.toContain(outcome);
  });
});
