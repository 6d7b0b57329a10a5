import { rm } from "node:fs/promises";
import { join } from "node:path";
import { FileStore } from "@tus/file-store";
import type { Services } from "../services.ts";

/** Folder of uploads that are under way, on this machine. */
const uploadFolder = ({ env }: Pick<Services, "env">): string => join(env.home, "uploads");

export const uploadPath = (services: Pick<Services, "env">, id: string): string =>
  join(uploadFolder(services), id);

export const createUploadStore = (services: Pick<Services, "env">): FileStore =>
  new FileStore({
    directory: uploadFolder(services),
    // A day, as long as a submission keeps its place.
    expirationPeriodInMilliseconds: 86_400_000,
  });

/** Removes what is left of an upload: its bytes and its notes. */
export async function removeUpload(services: Pick<Services, "env">, id: string): Promise<void> {
  const path = uploadPath(services, id);
  await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
}
