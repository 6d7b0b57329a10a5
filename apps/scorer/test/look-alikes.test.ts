import { createTeam, listSimilar, mergeTeams, SYSTEM } from "@maskboard/db";
import { createUser } from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "./service.ts";
import { compared, copyOf, pairsOf } from "./similar.ts";
import { find, type World } from "./world.ts";

let service: Service;
let world: World;
beforeAll(async () => {
  service = await startService({ test: 7 });
  world = service.world;
});
afterAll(() => service.stop());

const copy = (shift: number, wrongRows: number) => copyOf(world, shift, wrongRows);

async function team(name: string, house = false) {
  const user = await createUser(world.db, name);
  const { id } = await createTeam(world.db, {
    challengeId: world.challengeId,
    userId: user.id,
    name,
    house,
  });
  const send = async (zip: Uint8Array) => {
    const submission = await world.submit(zip, zip, "masks", user.id);
    await world.reaches(submission, ["scored"]);
    return submission;
  };
  return { id, send };
}

const pairs = () => pairsOf(world);

test("copies of another team's work are told, what is one's own or another model's is not", async () => {
  const [owls, larks, house] = [await team("owls"), await team("larks"), await team("house", true)];
  const original = await world.predictions(3);
  const first = await owls.send(original);
  // Again by the same team, and by the organizers.
  await owls.send(original);
  await house.send(original);
  await larks.send(await world.predictions(9));
  await compared(world);
  expect(await pairs()).toEqual([]);

  const same = await larks.send(original);
  await compared(world);
  expect((await pairs()).sort()).toEqual(["same-file: owls larks", "same-file: owls larks"]);
  const [pair] = await listSimilar(world.db, world.challengeId, { dismissed: false });
  expect([first, same]).toContain(pair!.later.id);

  const swifts = await team("swifts");
  await swifts.send(await copy(3, 0));
  await compared(world);
  expect((await pairs()).filter((text) => text.startsWith("same-predictions"))).toContain(
    "same-predictions: owls swifts",
  );
  const before = (await pairs()).length;
  const crows = await team("crows");
  await crows.send(await copy(3, 20));
  await compared(world);
  expect((await pairs()).length).toBe(before);

  // Teams that are one now have nothing to copy from each other.
  const { challengeId } = world;
  await mergeTeams(world.db, { challengeId, from: larks.id, into: owls.id }, SYSTEM);
  expect(await pairs()).not.toContain("same-file: owls larks");
});

test("what goes wrong with a comparison leaves the score alone", async () => {
  const rooks = await team("rooks");
  await world.db.$client.query("alter table prediction_sample rename to gone");
  try {
    const id = await rooks.send(await world.predictions(11));
    expect((await find(world.db, id)).state).toBe("scored");
  } finally {
    await world.db.$client.query("alter table gone rename to prediction_sample");
  }
});
