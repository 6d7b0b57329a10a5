/** Kinds of country that species live in. */
export type Habitat = "farm" | "woods" | "savanna" | "desert" | "cold" | "water" | "room";

type GroundKind = "grass" | "litter" | "sand" | "snow" | "stones" | "boards" | "tiles" | "dirt";

/** A kind of place with what stands in it. Counts are ranges, both ends included. */
export interface Place {
  name: string;
  habitat: Habitat;
  indoors: boolean;
  ground: readonly [string, string, string];
  kind: GroundKind;
  /** Colours of the far ridges, the nearest last; empty for open sky. */
  ridges: readonly string[];
  /** How jagged the ridges are: 0 dunes, 1 tree tops. */
  jagged: number;
  water: boolean;
  trunks: readonly [number, number];
  rocks: readonly [number, number];
  bushes: readonly [number, number];
  crowns: readonly [number, number];
  /** Share of scenes with a fence. */
  fence: number;
  /** Blades of grass for an image of 350 x 350, and their height in metres. */
  blades: readonly [number, number];
  bladeHeight: readonly [number, number];
  leaf: readonly [string, string];
  flowers: readonly string[];
}

const OUTDOORS = {
  indoors: false,
  water: false,
  trunks: [0, 0],
  rocks: [0, 1],
  bushes: [0, 2],
  crowns: [0, 0],
  fence: 0,
  jagged: 0.4,
  flowers: [],
} as const;

const MEADOW: Place = {
  ...OUTDOORS,
  name: "meadow",
  habitat: "farm",
  kind: "grass",
  ground: ["#4f6b2a", "#7d8f3f", "#8a7d4a"],
  ridges: ["#6f8a6a", "#3f5a34"],
  jagged: 0.8,
  crowns: [0, 3],
  fence: 0.15,
  blades: [1500, 2600],
  bladeHeight: [0.1, 0.34],
  leaf: ["#39521f", "#6f8a35"],
  flowers: ["#e8d44a", "#e9e4f0", "#b85a8a"],
};

export const PLACES: readonly Place[] = [
  MEADOW,
  {
    ...MEADOW,
    name: "pasture",
    habitat: "farm",
    ground: ["#5a7a30", "#6f8c3a", "#7a6a48"],
    fence: 0.75,
    blades: [900, 1700],
    bladeHeight: [0.05, 0.14],
    flowers: [],
  },
  {
    ...OUTDOORS,
    name: "forest",
    habitat: "woods",
    kind: "litter",
    ground: ["#4a3a26", "#6b5030", "#4d5a2a"],
    ridges: ["#5d6f5c", "#3a4a34", "#27331f"],
    jagged: 1,
    trunks: [5, 11],
    bushes: [1, 4],
    blades: [250, 700],
    bladeHeight: [0.1, 0.3],
    leaf: ["#2c401c", "#5d7430"],
  },
  {
    ...OUTDOORS,
    name: "autumn wood",
    habitat: "woods",
    kind: "litter",
    ground: ["#7a4a22", "#a0702f", "#5a4526"],
    ridges: ["#9a7a5a", "#7a5230"],
    jagged: 1,
    trunks: [3, 8],
    bushes: [0, 3],
    crowns: [0, 2],
    blades: [100, 500],
    bladeHeight: [0.08, 0.25],
    leaf: ["#8a4a1c", "#c98a2e"],
  },
  {
    ...OUTDOORS,
    name: "savanna",
    habitat: "savanna",
    kind: "grass",
    ground: ["#a88a4a", "#c2a562", "#8a6a3c"],
    ridges: ["#a89a7a", "#7d7a4a"],
    jagged: 0.3,
    crowns: [0, 4],
    bushes: [0, 3],
    blades: [1200, 2400],
    bladeHeight: [0.14, 0.45],
    leaf: ["#5a5a2a", "#8a8440"],
  },
  {
    ...OUTDOORS,
    name: "desert",
    habitat: "desert",
    kind: "sand",
    ground: ["#c9a06a", "#dbb883", "#a87c4a"],
    ridges: ["#c2a488", "#b58a5e"],
    jagged: 0.1,
    rocks: [0, 4],
    bushes: [0, 2],
    blades: [20, 160],
    bladeHeight: [0.1, 0.3],
    leaf: ["#6b6a3f", "#94905c"],
  },
  {
    ...OUTDOORS,
    name: "snow",
    habitat: "cold",
    kind: "snow",
    ground: ["#dfe5ec", "#f1f4f7", "#c3cfdc"],
    ridges: ["#b9c6d2", "#5a6b6a"],
    jagged: 0.9,
    trunks: [0, 5],
    rocks: [0, 2],
    bushes: [0, 2],
    blades: [30, 250],
    bladeHeight: [0.1, 0.35],
    leaf: ["#4a4a35", "#8a7a55"],
  },
  {
    ...OUTDOORS,
    name: "shore",
    habitat: "water",
    kind: "sand",
    ground: ["#b8a27a", "#cdb88f", "#8f7d5c"],
    ridges: ["#8fa3b0"],
    jagged: 0.3,
    water: true,
    rocks: [0, 4],
    bushes: [0, 1],
    blades: [60, 500],
    bladeHeight: [0.15, 0.5],
    leaf: ["#5a6a3a", "#8a8f52"],
  },
  {
    ...OUTDOORS,
    name: "mountains",
    habitat: "cold",
    kind: "stones",
    ground: ["#7d7870", "#98918a", "#5f6a3c"],
    ridges: ["#9fb0c2", "#7a8896", "#5c6462"],
    jagged: 0.6,
    rocks: [3, 7],
    blades: [150, 700],
    bladeHeight: [0.06, 0.2],
    leaf: ["#55602f", "#7f8748"],
    flowers: ["#d9c84a"],
  },
  {
    ...OUTDOORS,
    name: "farmyard",
    habitat: "farm",
    kind: "dirt",
    ground: ["#8a6f50", "#a38a68", "#6b5a3f"],
    ridges: ["#7d8a72", "#4d5c3a"],
    jagged: 0.8,
    fence: 0.8,
    crowns: [0, 2],
    blades: [100, 600],
    bladeHeight: [0.05, 0.2],
    leaf: ["#44582a", "#78883f"],
  },
  {
    ...OUTDOORS,
    name: "room with boards",
    habitat: "room",
    indoors: true,
    kind: "boards",
    ground: ["#8a5f3a", "#a87a4c", "#6b4526"],
    ridges: ["#c9c0b0", "#a8b3a6", "#b59a86", "#8f9aa8", "#d6cfc4"],
    rocks: [0, 0],
    bushes: [0, 1],
    blades: [0, 0],
    bladeHeight: [0.1, 0.1],
    leaf: ["#2f4a26", "#557a3a"],
  },
  {
    ...OUTDOORS,
    name: "room with tiles",
    habitat: "room",
    indoors: true,
    kind: "tiles",
    ground: ["#b5aa9a", "#c6bcae", "#8f8578"],
    ridges: ["#d2c9ba", "#9fb0b0", "#c9ae94", "#8a8f86"],
    rocks: [0, 0],
    bushes: [0, 1],
    blades: [0, 0],
    bladeHeight: [0.1, 0.1],
    leaf: ["#2f4a26", "#557a3a"],
  },
];
