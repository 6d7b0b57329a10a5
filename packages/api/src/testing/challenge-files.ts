import type { Services } from "../services.ts";

/** Puts a file for each image, mask and picture of a test challenge into the storage, and its kit. */
export async function storeChallengeFiles(
  { db, storage }: Services,
  challengeId: string,
  { mask, kit }: { mask: Uint8Array; kit: Uint8Array },
): Promise<void> {
  const folder = `challenges/${challengeId}/v1`;
  for (const [role, stems] of Object.entries({ train: ["a", "b"], test: ["c", "d", "e", "f"] })) {
    for (const stem of stems) {
      await storage.put(`${folder}/${role}/images/${stem}.png`, mask);
      await storage.put(`${folder}/${role}/masks/${stem}.png`, mask);
      await storage.put(`${folder}/thumbs/${stem}.webp`, mask);
      await storage.put(`${folder}/overlays/${stem}.webp`, mask);
    }
  }
  const kitKey = `${folder}/kit.zip`;
  await storage.put(kitKey, kit);
  const query = "update dataset_version set kit_key = $1, kit_bytes = $2 where challenge_id = $3";
  await db.$client.query(query, [kitKey, kit.length, challengeId]);
}

/** Keeps a zip as what was uploaded for a submission. */
export async function storeArtifact(
  { db, storage }: Services,
  submissionId: string,
  zip: Uint8Array,
): Promise<void> {
  const key = `submissions/${submissionId}/whole.zip`;
  await storage.put(key, zip);
  const query = "update submission set artifact_key = $1, bytes = $2 where id = $3";
  await db.$client.query(query, [key, zip.length, submissionId]);
}
