import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { createTeam, listSimilar, mergeTeams, SYSTEM } from "@maskboard/db";
import { createUser } from "@maskboard/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Service, startService } from "./service.ts";
import { find, moved, type World } from "./world.ts";

let service: Service;
let world: World;
beforeAll(async () => {
  service = await startService({ test: 7 });
  world = service.world;
});
afterAll(() => service.stop());

/** The predictions of `world.predictions(shift)`, other bytes, and some rows of an image wrong. */
function copy(shift: number, wrongRows: number): Promise<Buffer> {
  return zipToBuffer(
    world.drawn.test.map(({ stem, width, height, labels }, index) => {
      const predicted = moved(labels, width, shift);
      if (index === 0) predicted.fill(1, 0, wrongRows * width);
      return { path: `${stem}.png`, data: encodeLabelPng(predicted, width, height, { level: 1 }) };
    }),
  );
}

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

const pairs = async () =>
  (await listSimilar(world.db, world.challengeId, { dismissed: false })).map(
    ({ similarity, earlierTeam, laterTeam }) =>
      `${similarity.kind}: ${earlierTeam.name} ${laterTeam.name}`,
  );

/** Waits until all comparisons that were asked for are done. */
async function compared(): Promise<void> {
  const query = `select count(*)::int as n from pgboss.job
    where name = 'similarity' and state < 'completed'`;
  const open = async () => (await world.db.$client.query(query)).rows[0].n;
  await expect.poll(open, { timeout: 20_000 }).toBe(0);
}

test("copies of another team's work are told, what is one's own or another model's is not", async () => {
  const [owls, larks, house] = [await team("owls"), await team("larks"), await team("house", true)];
  const original = await world.predictions(3);
  const first = await owls.send(original);
  // Again by the same team, and by the organizers.
  await owls.send(original);
  await house.send(original);
  await larks.send(await world.predictions(9));
  await compared();
  expect(await pairs()).toEqual([]);

  const same = await larks.send(original);
  await compared();
  expect((await pairs()).sort()).toEqual(["same-file: owls larks", "same-file: owls larks"]);
  const [pair] = await listSimilar(world.db, world.challengeId, { dismissed: false });
  expect([first, same]).toContain(pair!.later.id);

  const swifts = await team("swifts");
  await swifts.send(await copy(3, 0));
  await compared();
  expect((await pairs()).filter((text) => text.startsWith("same-predictions"))).toContain(
    "same-predictions: owls swifts",
  );
  const before = (await pairs()).length;
  const crows = await team("crows");
  await crows.send(await copy(3, 20));
  await compared();
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
