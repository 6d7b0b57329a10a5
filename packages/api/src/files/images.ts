import { MaskboardError, type Viewer } from "@maskboard/contracts";
import { decodeMaskBytes } from "@maskboard/data";
import { findImage, getChallengeById } from "@maskboard/db";
import { z } from "zod";
import type { Services } from "../services.ts";
import { classMapOf } from "../views/class-map.ts";
import { ASK_AGAIN, contentTypeOf, type FileAnswer, PUBLIC_FOREVER } from "./answer.ts";
import { renderMask } from "./render-mask.ts";

const imageFileSchema = z.enum(["image", "thumb", "mask", "overlay"]);

const missing = () => new MaskboardError("not_found", "There is no such picture.");

/**
 * A picture of a challenge: images of both roles for whoever may see the challenge, masks and
 * overlays of training images only; those of test images are for organizers.
 * @throws MaskboardError `not_found`, also for what the viewer may not know of
 */
export async function imageFile(
  { db, storage }: Services,
  viewer: Viewer | null,
  imageId: string,
  file: string,
): Promise<FileAnswer> {
  const name = imageFileSchema.safeParse(file);
  if (!name.success || !z.uuid().safeParse(imageId).success) throw missing();
  const { image, challengeId } = await findImage(db, imageId);
  const { challenge, organizer } = await getChallengeById(db, challengeId, viewer);
  const truth = name.data === "mask" || name.data === "overlay";
  if (truth && image.role === "test" && !organizer) throw missing();
  const open = challenge.status !== "draft" && !(truth && image.role === "test");
  const headers = open ? PUBLIC_FOREVER : ASK_AGAIN;
  if (name.data === "mask") {
    const classMap = classMapOf(challenge);
    const mask = decodeMaskBytes(await storage.read(image.maskKey), image.stem, classMap);
    return { body: await renderMask(mask, classMap), contentType: "image/png", headers };
  }
  const key = { image: image.imageKey, thumb: image.thumbKey, overlay: image.overlayKey }[
    name.data
  ];
  if (!key) throw missing();
  return { body: await storage.get(key), contentType: contentTypeOf(key), headers };
}
