import { stat } from "node:fs/promises";
import { join } from "node:path";
import { zipFolder } from "@maskboard/data";
import { beginImport, challengeExists, finishImportUpload, getImport } from "@maskboard/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Service, startService } from "./service.ts";
import type { World } from "./world.ts";

let service: Service;
let world: World;

beforeAll(async () => {
  service = await startService();
  world = service.world;
});
afterAll(() => service.stop());

async function upload(file: string, slug: string): Promise<string> {
  const { size } = await stat(file);
  const row = await beginImport(world.db, {
    userId: null,
    slug,
    title: null,
    filename: "challenge.zip",
    bytes: size,
  });
  const artifactKey = `imports/${row.id}.zip`;
  await world.storage.put(artifactKey, { file });
  await finishImportUpload(world.db, world.queue, row.id, { bytes: size, artifactKey });
  return row.id;
}

const statusOf = (id: string) => async () => (await getImport(world.db, id)).status;

it("makes a challenge of an uploaded archive", async () => {
  const file = join(world.folder, "good.zip");
  await zipFolder(world.drawn.folder, file);
  const id = await upload(file, "second");
  await expect.poll(statusOf(id), { timeout: 20_000 }).toBe("done");
  expect(await challengeExists(world.db, "second")).toBe(true);
});

it("tells what is wrong with an archive", async () => {
  const id = await upload(join(world.drawn.folder, "challenge.yaml"), "third");
  await expect.poll(statusOf(id), { timeout: 20_000 }).toBe("failed");
  expect((await getImport(world.db, id)).error).toMatchObject({ code: "not_a_zip" });
  expect(await challengeExists(world.db, "third")).toBe(false);
});
