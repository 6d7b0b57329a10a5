import type { Habitat } from "../world/places.ts";
import type { CoatRecipe } from "./coat.ts";

/** Proportions of a bird; the length of the trunk is about 1. */
export interface BirdShape {
  name: string;
  home: readonly Habitat[];
  size: readonly [number, number];
  /** Share of animals in the air. */
  flies: number;
  girth: number;
  /** Range of the trunk's slope when standing, radians. */
  pitch: readonly [number, number];
  legs: number;
  shank: number;
  toes: number;
  neck: number;
  neckLift: readonly [number, number];
  /** Extra angle of the neck's middle: an S when large. */
  sCurve: number;
  neckRadii: readonly [number, number];
  head: number;
  beak: number;
  beakRadius: number;
  /** How far the beak's tip drops, in head radii. */
  hook: number;
  flatBeak: boolean;
  comb: boolean;
  tail: number;
  tailLift: number;
  coat: CoatRecipe;
}

const FEATHERS = {
  fur: 0.5,
  shag: 0.004,
  gloss: 0.16,
  patterns: ["plain", "brindle", "scales"],
} as const;

const HEN: BirdShape = {
  name: "hen",
  home: ["farm", "farm", "room"],
  size: [0.62, 0.75],
  flies: 0,
  girth: 0.31,
  pitch: [0.15, 0.4],
  legs: 0.42,
  shank: 0.032,
  toes: 0.17,
  neck: 0.36,
  neckLift: [0.9, 1.35],
  sCurve: 0.15,
  neckRadii: [0.22, 0.115],
  head: 0.125,
  beak: 0.11,
  beakRadius: 0.055,
  hook: 0.35,
  flatBeak: false,
  comb: true,
  tail: 0.42,
  tailLift: -0.9,
  coat: {
    ...FEATHERS,
    colors: [
      ["#8a4a22", "#b8793f"],
      ["#e6dfd2", "#f0ebe1"],
      ["#2b2625", "#3b3533"],
      ["#a9926e", "#d3c19c"],
    ],
    marks: ["#2a2220", "#e9e2d5", "#5a3218"],
    frequency: [9, 13],
    beak: ["#cf9a3a", "#b98a4a"],
    eye: "#b3541e",
    pointed: 0.5,
  },
};

const GOOSE: BirdShape = {
  ...HEN,
  name: "goose",
  home: ["farm", "water", "cold"],
  size: [0.75, 0.9],
  flies: 0.5,
  girth: 0.26,
  pitch: [0.02, 0.2],
  legs: 0.3,
  shank: 0.036,
  neck: 0.72,
  neckLift: [1, 1.45],
  sCurve: 0.3,
  neckRadii: [0.16, 0.085],
  head: 0.115,
  beak: 0.2,
  beakRadius: 0.075,
  hook: 0.2,
  flatBeak: true,
  comb: false,
  tail: 0.24,
  tailLift: 0,
  coat: {
    ...HEN.coat,
    colors: [
      ["#e8e4da", "#f2efe8"],
      ["#6f6355", "#b5a894"],
      ["#4b443c", "#a79c8b"],
    ],
    patterns: ["plain", "scales"],
    points: ["#211d1b", "#e9e4da"],
    beak: ["#e08a22", "#2a2522"],
    eye: "#1a1410",
  },
};

const HERON: BirdShape = {
  ...GOOSE,
  name: "heron",
  home: ["water", "water", "farm"],
  size: [0.85, 1.05],
  flies: 0.35,
  girth: 0.2,
  pitch: [0.35, 0.7],
  legs: 0.95,
  shank: 0.024,
  toes: 0.18,
  neck: 0.82,
  neckLift: [0.95, 1.3],
  sCurve: 0.75,
  neckRadii: [0.105, 0.05],
  head: 0.078,
  beak: 0.34,
  beakRadius: 0.036,
  hook: 0.1,
  flatBeak: false,
  coat: {
    ...GOOSE.coat,
    colors: [
      ["#7d8690", "#d9dadb"],
      ["#ece9e3", "#f3f1ec"],
      ["#d98f86", "#e8b7ae"],
    ],
    beak: ["#d9a13a", "#3a332d"],
    patterns: ["plain", "brindle"],
    eye: "#c9a52a",
  },
};

const CROW: BirdShape = {
  ...HEN,
  name: "crow",
  home: ["farm", "woods", "water", "cold"],
  size: [0.6, 0.75],
  flies: 0.45,
  girth: 0.235,
  pitch: [0.2, 0.6],
  legs: 0.26,
  shank: 0.026,
  toes: 0.15,
  neck: 0.2,
  neckLift: [0.6, 1.1],
  neckRadii: [0.19, 0.125],
  head: 0.145,
  beak: 0.17,
  beakRadius: 0.058,
  hook: 0.3,
  comb: false,
  tail: 0.52,
  tailLift: 0.05,
  coat: {
    ...HEN.coat,
    colors: [
      ["#23252b", "#2f3138"],
      ["#3b4a63", "#c88a5c"],
      ["#5d5a4a", "#b7ab86"],
      ["#7a2f22", "#c9b09a"],
      ["#54616b", "#d5d2c8"],
    ],
    beak: ["#23211f", "#d0912c"],
    eye: "#15110e",
    gloss: 0.3,
  },
};

const OSTRICH: BirdShape = {
  ...HERON,
  name: "ostrich",
  home: ["savanna", "desert"],
  size: [1.05, 1.3],
  flies: 0,
  girth: 0.32,
  pitch: [0, 0.2],
  legs: 0.98,
  shank: 0.046,
  toes: 0.2,
  neck: 0.88,
  neckLift: [1.1, 1.45],
  sCurve: 0.25,
  neckRadii: [0.13, 0.058],
  head: 0.088,
  beak: 0.11,
  beakRadius: 0.042,
  flatBeak: true,
  tail: 0.34,
  tailLift: 0.4,
  coat: {
    ...HERON.coat,
    colors: [
      ["#2a2624", "#4a4440"],
      ["#6e6154", "#94887a"],
    ],
    points: ["#e8e2d7", "#b59a86"],
    pointed: 0.7,
    beak: ["#b59a78"],
    fur: 0.9,
    shag: 0.014,
    eye: "#1a120c",
  },
};

export const BIRDS = [HEN, GOOSE, HERON, CROW, OSTRICH] as const;
