import { type ClassMap, type ImportFindings, importPictureKey } from "@maskboard/contracts";
import { type ChallengeInspection, makeOverlay, readMask } from "@maskboard/data";
import type { Storage } from "@maskboard/storage";

/** Pictures of a report: enough to see whether masks and images belong together. */
const PICTURES = 12;
/** Of these, the most that show faults. */
const FAULTY = 6;
/** Colour of labels that are no class, which no challenge's palette has to spare. */
const STRAY = "#ff00ff";

type Readable = ChallengeInspection["readable"][number];

/**
 * Draws images with their masks over them, those with stray labels and other sizes first, and stores
 * them.
 * @returns the findings with their pictures
 */
export async function storePictures(
  inspection: ChallengeInspection,
  { storage, importId, signal }: { storage: Storage; importId: string; signal?: AbortSignal },
): Promise<ImportFindings> {
  const { findings } = inspection;
  const classMap = withStrays(inspection.classMap, findings);
  const pictures: ImportFindings["pictures"] = [];
  for (const { image, mask, imageName } of choose(inspection)) {
    signal?.throwIfAborted();
    const index = pictures.length;
    const overlay = await makeOverlay(image, await readMask(mask, classMap), classMap);
    const key = importPictureKey(importId, index);
    await storage.put(key, overlay, { contentType: "image/webp" });
    pictures.push({ path: `/api/files/imports/${importId}/${index}`, file: imageName });
  }
  return { ...findings, pictures };
}

/** Labels that are no class get a colour that is seen. */
function withStrays(classMap: ClassMap, { strayLabels }: ImportFindings): ClassMap {
  const labels = new Set(strayLabels.items.map(({ label }) => label));
  const strays = [...labels].map((id) => ({ id, name: `label ${id}`, color: STRAY }));
  return { ...classMap, classes: [...classMap.classes, ...strays] };
}

function choose({ readable, findings }: ChallengeInspection): Readable[] {
  const { strayLabels, sizeMismatches } = findings;
  const faulty = new Set([...strayLabels.items, ...sizeMismatches.items].map(({ file }) => file));
  const faults = readable.filter(({ maskName }) => faulty.has(maskName)).slice(0, FAULTY);
  const good = readable.filter(({ maskName }) => !faulty.has(maskName));
  const rest = PICTURES - faults.length;
  const train = spread(
    good.filter(({ role }) => role === "train"),
    Math.ceil(rest / 2),
  );
  const test = spread(
    good.filter(({ role }) => role === "test"),
    rest - train.length,
  );
  return [...faults, ...train, ...test];
}

/** So many of a list, evenly over its length. */
function spread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
