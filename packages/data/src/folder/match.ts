import { MaskboardError, nameList } from "@maskboard/contracts";
import { splitPath } from "../check/names.ts";
import type { PairRule } from "./pairing.ts";
import { filesIn, type SourceTree } from "./tree.ts";

/** The files of one image, found by name only. Names are paths in the challenge folder. */
export interface FileSet {
  readonly stem: string;
  readonly imageName: string;
  readonly image: string;
  readonly maskName: string;
  readonly mask: string;
  readonly depthName: string | null;
  readonly depth: string | null;
}

/** A file without its counterpart. */
export interface Unpaired {
  readonly file: string;
  readonly missing: "image" | "mask" | "depth map";
}

export interface Matching {
  readonly sets: FileSet[];
  /** Of all images, with a mask or without. */
  readonly stems: string[];
  readonly unpaired: Unpaired[];
  /** Every fault, the unpaired files joined to one by what they miss. */
  readonly problems: MaskboardError[];
}

const MAX_STEM = 200;

/**
 * Pairs the images of `train` or `test` with their masks and, where the folder has them, depth maps.
 *
 * @returns the pairs in order of stem, and every fault found
 */
export function matchFiles(tree: SourceTree, role: "train" | "test", rule: PairRule): Matching {
  const problems: MaskboardError[] = [];
  const lonely: Unpaired[] = [];
  const index = (folder: string, stemOf: (name: string) => string | null) => {
    const byStem = new Map<string, { name: string; path: string }>();
    for (const [fileName, path] of filesIn(tree, `${role}/${folder}`)) {
      const name = `${role}/${folder}/${fileName}`;
      const stem = stemOf(fileName);
      const reason = stem === null ? misfit(folder, fileName) : badStem(stem);
      if (stem === null || reason) {
        problems.push(
          new MaskboardError("dataset_unpaired", `'${name}': ${reason}.`, { file: name }),
        );
      } else if (byStem.has(stem)) {
        const files = [byStem.get(stem)!.name, name];
        problems.push(
          new MaskboardError("dataset_layout", `${files.join(" and ")} have the same stem.`, {
            file: name,
            files,
          }),
        );
      } else byStem.set(stem, { name, path });
    }
    return byStem;
  };
  const images = index("images", rule.imageStem);
  const masks = index("masks", rule.maskStem);
  const depths = index("depth", rule.depthStem);

  const unpaired = (from: typeof images, to: typeof images, missing: Unpaired["missing"]) => {
    const names = [...from].filter(([stem]) => !to.has(stem)).map(([, { name }]) => name);
    if (names.length === 0) return;
    lonely.push(...names.map((file) => ({ file, missing })));
    const noun = `${missing === "image" ? "an" : "a"} ${missing}`;
    const list = names.slice(0, 5).join(", ") + (names.length > 5 ? ", …" : "");
    problems.push(
      new MaskboardError("dataset_unpaired", `${names.length} without ${noun}: ${list}`, {
        file: names[0]!,
        ...nameList(names),
      }),
    );
  };
  unpaired(images, masks, "mask");
  unpaired(masks, images, "image");
  if (depths.size > 0) {
    unpaired(images, depths, "depth map");
    unpaired(depths, images, "image");
  }
  if (images.size === 0 && problems.length === 0) {
    problems.push(
      new MaskboardError("dataset_layout", `The folder ${role}/images has no images.`, {
        file: `${role}/images`,
      }),
    );
  }
  const sets = [...images.keys()].sort().flatMap((stem): FileSet[] => {
    const [image, mask, depth] = [images.get(stem)!, masks.get(stem), depths.get(stem)];
    if (!mask) return [];
    return [
      {
        stem,
        imageName: image.name,
        image: image.path,
        maskName: mask.name,
        mask: mask.path,
        depthName: depth?.name ?? null,
        depth: depth?.path ?? null,
      },
    ];
  });
  return { sets, stems: [...images.keys()], unpaired: lonely, problems };
}

function misfit(folder: string, name: string): string {
  const isPng = splitPath(name).extension === ".png";
  return folder === "masks" && !isPng && /\.(jpe?g|webp|bmp|gif|tiff?)$/i.test(name)
    ? "masks must be PNG, because JPEG and other formats change labels"
    : "its name does not fit the pairing rule";
}

/** Stems become file names in zips and in storage, on any operating system. */
function badStem(stem: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the point
  if (/[\u0000-\u001f\u007f/\\:*?"<>|]/.test(stem))
    return "its name holds a character that some systems refuse";
  if (stem.length > MAX_STEM) return `its name is longer than ${MAX_STEM} characters`;
  if (/^\.+$/.test(stem)) return "its name consists of dots";
  return null;
}
