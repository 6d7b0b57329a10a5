import { importPictureKey } from "@maskboard/contracts";
import { encodeLabelPng, zipToBuffer } from "@maskboard/data";
import { type Actor, schema } from "@maskboard/db";
import { handleCorrection } from "../corrections/handle-correction.ts";
import {
  handleArtifact,
  handleAuth,
  handleExport,
  handleHealth,
  handleImage,
  handleImportPicture,
  handleKit,
  handlePrediction,
} from "../handlers.ts";
import type { Services } from "../services.ts";
import { handleUpload } from "../uploads/handle-upload.ts";
import type { Role } from "./access-roles.ts";
import { type AccessWorld, createAccessWorld } from "./access-world.ts";
import { storeArtifact, storeChallengeFiles } from "./challenge-files.ts";

const ORIGIN = "http://localhost";
const MASK = encodeLabelPng(Uint8Array.of(0, 1, 2, 1, ...Array(12).fill(2)), 4, 4);

/** A world whose files are in the storage, with what routes beside the API's are about. */
export async function createRouteWorld(services: Services) {
  const world = await createAccessWorld(services);
  await storeChallengeFiles(services, world.challenge.challengeId, { mask: MASK, kit: MASK });
  const zip = await zipToBuffer(
    ["c", "d", "e", "f"].map((stem) => ({ path: `${stem}.png`, data: MASK })),
  );
  await storeArtifact(services, world.scored, zip);
  const upload = await beginUpload(services, world);
  return { ...world, upload, importId: await makeImport(services, world) };
}
export type RouteWorld = Awaited<ReturnType<typeof createRouteWorld>>;

/** An API key without scopes: it may do all that its owner may. */
export async function keyOf({ auth }: Services, user: Actor): Promise<string> {
  const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: "test" } });
  return key;
}

async function makeImport({ db, storage }: Services, { users, challenge }: AccessWorld) {
  const [row] = await db
    .insert(schema.challengeImport)
    .values({ userId: users.admin.id, slug: challenge.slug, filename: "c.zip", bytes: 1 })
    .returning();
  const id = row!.id;
  const findings = JSON.stringify({ pictures: [{ path: "0", file: "c.png" }] });
  await db.$client.query(`update "import" set findings = $1 where id = $2`, [findings, id]);
  await storage.put(importPictureKey(id, 0), MASK);
  return id;
}

const begin = (slug: string, headers: Record<string, string>): Request => {
  const metadata = { purpose: "submission", challenge: slug, filename: "m.zip" };
  const text = (value: string) => Buffer.from(value).toString("base64");
  return new Request(`${ORIGIN}/api/uploads`, {
    method: "POST",
    headers: {
      ...headers,
      "tus-resumable": "1.0.0",
      "upload-length": "10",
      "upload-metadata": Object.entries(metadata)
        .map(([name, value]) => `${name} ${text(value)}`)
        .join(","),
    },
  });
};

/** Path of an upload that the captain has begun. */
async function beginUpload(services: Services, { challenge, users }: AccessWorld) {
  const key = await keyOf(services, users.captain);
  const begun = await handleUpload(begin(challenge.slug, { "x-api-key": key }), services);
  return begun.headers.get("location")!;
}

export interface Route {
  /** Folder of the route in the site, and what about it. */
  readonly path: string;
  readonly about: string;
  readonly method: "GET" | "POST" | "HEAD";
  /** Scope that an API key needs. */
  readonly scope: "none" | "read" | "submit" | "organize";
  /** Statuses of refusals; all others get in. */
  readonly refused: Partial<Record<Role, number>>;
  call(world: RouteWorld, services: Services, headers: Record<string, string>): Promise<Response>;
}

const ORGANIZERS = { visitor: 401, outsider: 403, member: 403, captain: 403, rival: 403 };
const NOT_THERE = { visitor: 404, outsider: 404, member: 404, captain: 404, rival: 404 };
const READERS = { visitor: 401, outsider: 404, rival: 404 };

const get = (headers: Record<string, string>, path = "/"): Request =>
  new Request(`${ORIGIN}${path}`, { headers });

/** Every route of the site but the API's own, whose procedures have a table for themselves. */
export const ROUTES: readonly Route[] = [
  {
    path: "healthz",
    about: "whether the site works",
    method: "GET",
    scope: "none",
    refused: {},
    call: (_, services, headers) => handleHealth(get(headers), services),
  },
  {
    path: "api/auth/[...all]",
    about: "administration of accounts behind the audit log's back: nobody",
    method: "POST",
    scope: "none",
    refused: { ...NOT_THERE, organizer: 404, admin: 404 },
    call: ({ users }, services, headers) =>
      handleAuth(
        new Request(`${ORIGIN}/api/auth/admin/set-role`, {
          method: "POST",
          headers: { ...headers, "content-type": "application/json", origin: ORIGIN },
          body: JSON.stringify({ userId: users.rival.id, role: "admin" }),
        }),
        services,
      ),
  },
  {
    path: "api/files/images/[imageId]/[file]",
    about: "images, and masks of training images",
    method: "GET",
    scope: "read",
    refused: {},
    call: ({ challenge }, services, headers) =>
      handleImage(get(headers), { imageId: challenge.images.a!, file: "mask" }, services),
  },
  {
    path: "api/files/images/[imageId]/[file]",
    about: "masks of public test images",
    method: "GET",
    scope: "read",
    refused: NOT_THERE,
    call: ({ challenge }, services, headers) =>
      handleImage(get(headers), { imageId: challenge.images.c!, file: "mask" }, services),
  },
  {
    path: "api/files/images/[imageId]/[file]",
    about: "masks of private test images",
    method: "GET",
    scope: "read",
    refused: NOT_THERE,
    call: ({ challenge }, services, headers) =>
      handleImage(get(headers), { imageId: challenge.images.e!, file: "mask" }, services),
  },
  {
    path: "api/files/submissions/[id]/prediction/[stem]",
    about: "a team's prediction on a public image",
    method: "GET",
    scope: "read",
    refused: READERS,
    call: ({ scored: id }, services, headers) =>
      handlePrediction(get(headers), { id, stem: "c" }, services),
  },
  {
    path: "api/files/submissions/[id]/prediction/[stem]",
    about: "a team's prediction on a private image, before the reveal",
    method: "GET",
    scope: "read",
    refused: { ...READERS, member: 404, captain: 404 },
    call: ({ scored: id }, services, headers) =>
      handlePrediction(get(headers), { id, stem: "e" }, services),
  },
  {
    path: "api/files/submissions/[id]/artifact",
    about: "a team's uploaded file",
    method: "GET",
    scope: "read",
    refused: READERS,
    call: ({ scored: id }, services, headers) => handleArtifact(get(headers), { id }, services),
  },
  {
    path: "api/files/imports/[id]/[picture]",
    about: "pictures of an import's report",
    method: "GET",
    scope: "organize",
    refused: { ...NOT_THERE, organizer: 404 },
    call: ({ importId: id }, services, headers) =>
      handleImportPicture(get(headers), { id, picture: "0" }, services),
  },
  {
    path: "api/challenges/[slug]/kit.zip",
    about: "the kit",
    method: "GET",
    scope: "read",
    refused: {},
    call: ({ challenge }, services, headers) =>
      handleKit(get(headers), { slug: challenge.slug }, services),
  },
  {
    path: "api/challenges/[slug]/exports/[kind]",
    about: "boards, submissions and per-image scores with private columns",
    method: "GET",
    scope: "organize",
    refused: ORGANIZERS,
    call: ({ challenge }, services, headers) =>
      handleExport(
        get(headers, "/?format=json"),
        { slug: challenge.slug, kind: "images" },
        services,
      ),
  },
  {
    path: "api/challenges/[slug]/masks",
    about: "corrected masks",
    method: "POST",
    scope: "organize",
    refused: ORGANIZERS,
    call: ({ challenge }, services, headers) => {
      const body = new FormData();
      body.append("files", new File([MASK], "c.png"));
      const request = new Request(ORIGIN, { method: "POST", headers, body });
      return handleCorrection(request, { slug: challenge.slug }, services);
    },
  },
  {
    path: "api/uploads/[[...path]]",
    about: "begin an upload for one's team",
    method: "POST",
    scope: "submit",
    refused: { visitor: 401, rival: 403, organizer: 403, admin: 403 },
    call: ({ challenge }, services, headers) =>
      handleUpload(begin(challenge.slug, headers), services),
  },
  {
    path: "api/uploads/[[...path]]",
    about: "go on with an upload: whoever began it",
    method: "HEAD",
    scope: "submit",
    refused: {
      ...NOT_THERE,
      visitor: 401,
      captain: undefined,
      organizer: 404,
      admin: 404,
    } as Partial<Record<Role, number>>,
    call: ({ upload }, services, headers) =>
      handleUpload(
        new Request(new URL(upload, ORIGIN), {
          method: "HEAD",
          headers: { ...headers, "tus-resumable": "1.0.0" },
        }),
        services,
      ),
  },
];
