import { argMax, type Baseline, classIndex, type LabelledImage } from "./model.ts";

/** Images of any size are compared on a grid of this many cells a side. */
const GRID = 96;

/** How often each class was seen in each cell: `counts[(row * GRID + column) * classes + class]`. */
function countCells(training: readonly LabelledImage[], classIds: readonly number[]): Uint32Array {
  const index = classIndex(classIds);
  const counts = new Uint32Array(GRID * GRID * classIds.length);
  for (const { width, height, labels } of training) {
    for (let row = 0; row < GRID; row++) {
      const y = Math.floor(((row + 0.5) * height) / GRID);
      for (let column = 0; column < GRID; column++) {
        const x = Math.floor(((column + 0.5) * width) / GRID);
        const k = index[labels[y * width + x]!]!;
        if (k < classIds.length) counts[(row * GRID + column) * classIds.length + k]!++;
      }
    }
  }
  return counts;
}

/** The most frequent class of each place in the training masks, whatever the image shows. */
export const priorMap: Baseline = (training, classIds) => {
  const counts = countCells(training, classIds);
  const cells = Uint8Array.from(
    { length: GRID * GRID },
    (_, cell) => classIds[argMax(counts, cell * classIds.length, classIds.length)]!,
  );
  return ({ width, height }) => {
    const labels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * GRID) / height) * GRID;
      for (let x = 0; x < width; x++) {
        labels[y * width + x] = cells[row + Math.floor((x * GRID) / width)]!;
      }
    }
    return labels;
  };
};
