import type { FeatureGrid } from "./feature-grid.ts";
import { newPlane, type Plane } from "./planes.ts";
import type { Random } from "./random.ts";

/** Samples with features 0..255, `features[feature * rows + row]`, and a class index for each row. */
export interface Samples {
  readonly features: Uint8ClampedArray;
  readonly targets: Uint8Array;
  readonly classes: number;
}

export interface ForestOptions {
  readonly trees: number;
  readonly maxDepth: number;
  /** Leaves hold at least so many samples. */
  readonly minLeaf: number;
  /** Features tried for each split, each with one random threshold. */
  readonly tries: number;
}

/** Trees in flat arrays: a node is `feature, threshold, left, right`; leaves have feature -1. */
export interface Forest {
  readonly classes: number;
  readonly roots: readonly number[];
  readonly feature: Int16Array;
  readonly threshold: Uint8Array;
  /** First child (the second one follows it); for a leaf its row in `leaves`. */
  readonly child: Int32Array;
  /** Class probabilities of each leaf. */
  readonly leaves: Float32Array;
}

interface Growing {
  feature: number[];
  threshold: number[];
  child: number[];
  leaves: number[];
}

/**
 * Extremely randomized trees: at each node, of several features with one random threshold each, the
 * split with the largest Gini gain (Geurts, Ernst and Wehenkel, "Extremely randomized trees",
 * Machine Learning 63, 2006). Classes are weighted as the samples' counts are.
 */
export function growForest(samples: Samples, options: ForestOptions, random: Random): Forest {
  const nodes: Growing = { feature: [], threshold: [], child: [], leaves: [] };
  const roots: number[] = [];
  const rows = samples.targets.length;
  for (let tree = 0; tree < options.trees; tree++) {
    const order = Uint32Array.from({ length: rows }, (_, row) => row);
    roots.push(newNode(nodes));
    grow(samples, options, random, nodes, order, roots.at(-1)!, 0, rows, 0);
  }
  return {
    classes: samples.classes,
    roots,
    feature: Int16Array.from(nodes.feature),
    threshold: Uint8Array.from(nodes.threshold),
    child: Int32Array.from(nodes.child),
    leaves: Float32Array.from(nodes.leaves),
  };
}

function newNode(nodes: Growing): number {
  nodes.threshold.push(0);
  nodes.child.push(0);
  return nodes.feature.push(-1) - 1;
}

function grow(
  samples: Samples,
  options: ForestOptions,
  random: Random,
  nodes: Growing,
  order: Uint32Array,
  node: number,
  from: number,
  to: number,
  depth: number,
): void {
  const { features, targets, classes } = samples;
  const total = new Float64Array(classes);
  for (let i = from; i < to; i++) total[targets[order[i]!]!]!++;
  const pure = total.some((count) => count === to - from);
  const small = to - from < 2 * options.minLeaf || depth >= options.maxDepth;
  const split =
    pure || small ? undefined : bestSplit(samples, options, random, order, from, to, total);
  if (!split) {
    nodes.child[node] = nodes.leaves.length / classes;
    for (const count of total) nodes.leaves.push(count / (to - from));
    return;
  }
  // Partition in place: rows at or below the threshold first.
  const column = split.feature * targets.length;
  let middle = from;
  for (let i = from; i < to; i++) {
    const row = order[i]!;
    if (features[column + row]! > split.threshold) continue;
    order[i] = order[middle]!;
    order[middle++] = row;
  }
  const left = newNode(nodes);
  const right = newNode(nodes);
  nodes.feature[node] = split.feature;
  nodes.threshold[node] = split.threshold;
  nodes.child[node] = left;
  grow(samples, options, random, nodes, order, left, from, middle, depth + 1);
  grow(samples, options, random, nodes, order, right, middle, to, depth + 1);
}

function bestSplit(
  { features, targets, classes }: Samples,
  { tries, minLeaf }: ForestOptions,
  random: Random,
  order: Uint32Array,
  from: number,
  to: number,
  total: Float64Array,
): { feature: number; threshold: number } | undefined {
  const rows = targets.length;
  const width = features.length / rows;
  const below = new Float64Array(classes);
  let best: { feature: number; threshold: number } | undefined;
  let bestPurity = 0;
  for (let attempt = 0; attempt < tries; attempt++) {
    const feature = Math.floor(random() * width);
    // Two samples' values bound a threshold that is likely to part the node.
    const column = feature * rows;
    const a = features[column + order[from + Math.floor(random() * (to - from))]!]!;
    const b = features[column + order[from + Math.floor(random() * (to - from))]!]!;
    if (a === b) continue;
    const threshold = Math.min(a, b) + Math.floor(random() * Math.abs(a - b));
    below.fill(0);
    let count = 0;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      if (features[column + row]! > threshold) continue;
      below[targets[row]!]!++;
      count++;
    }
    const rest = to - from - count;
    if (count < minLeaf || rest < minLeaf) continue;
    // The sum of squares over the counts is largest where the Gini impurity is smallest.
    let purity = 0;
    for (let k = 0; k < classes; k++) {
      purity += below[k]! ** 2 / count + (total[k]! - below[k]!) ** 2 / rest;
    }
    if (purity > bestPurity) {
      bestPurity = purity;
      best = { feature, threshold };
    }
  }
  return best;
}

/** Mean class probabilities of all pixels, one plane for each class. */
export function predictForest(forest: Forest, grid: FeatureGrid): Plane[] {
  const { classes, roots, feature, threshold, child, leaves } = forest;
  const { width, height, data } = grid;
  const pixels = width * height;
  const sums = new Float32Array(pixels * classes);
  // Tree by tree: neighbouring pixels take similar ways through it, so that memory is read in runs.
  for (const rootNode of roots) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      let node = rootNode;
      let tested = feature[node]!;
      while (tested >= 0) {
        node = child[node]! + (data[tested * pixels + pixel]! > threshold[node]! ? 1 : 0);
        tested = feature[node]!;
      }
      const leaf = child[node]! * classes;
      const to = pixel * classes;
      for (let k = 0; k < classes; k++) sums[to + k]! += leaves[leaf + k]!;
    }
  }
  return Array.from({ length: classes }, (_, k) => {
    const plane = newPlane(width, height);
    for (let i = 0; i < pixels; i++) plane.data[i] = sums[i * classes + k]! / roots.length;
    return plane;
  });
}
