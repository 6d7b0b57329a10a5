import { fileSha256 } from "@maskboard/data";
import { finishImportUpload, finishUpload, type UploadRecord } from "@maskboard/db";
import type { Services } from "../services.ts";
import { removeUpload, uploadPath } from "./store.ts";

const finishing = new Map<string, Promise<void>>();

/**
 * All bytes are there: they go into the storage, and the submission or import into the queue. The
 * upload itself is removed last, so that a process that dies on the way finds all of it again.
 * A client that lost the answer asks again while the file is still being read: it joins the first.
 */
export function finishOf(services: Services, record: UploadRecord): Promise<void> {
  const { id } = record;
  const current =
    finishing.get(id) ?? storeAndQueue(services, record).finally(() => finishing.delete(id));
  finishing.set(id, current);
  return current;
}

async function storeAndQueue(services: Services, record: UploadRecord): Promise<void> {
  const { db, queue, storage } = services;
  const { id, bytes, kind } = record;
  const file = uploadPath(services, id);
  if (kind === "submission") {
    const sha256 = await fileSha256(file);
    const artifactKey = `submissions/${id}/${sha256}.zip`;
    await storage.put(artifactKey, { file, link: true }, { contentType: "application/zip" });
    await finishUpload(db, queue, id, { sha256, bytes, artifactKey });
  } else {
    const artifactKey = `imports/${id}.zip`;
    await storage.put(artifactKey, { file, link: true }, { contentType: "application/zip" });
    await finishImportUpload(db, queue, id, { bytes, artifactKey });
  }
  await removeUpload(services, id);
}
