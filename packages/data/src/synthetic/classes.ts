/**
 * Classes of the challenge. The neck and its mane belong to the torso; eyes, beak and trunk to the
 * head; antlers and tusks to the horns.
 */
export const ANIMAL_CLASSES = [
  { id: 0, name: "background", color: "#2b2f36" },
  { id: 1, name: "head", color: "#f2b134" },
  { id: 2, name: "torso", color: "#3d7ea6" },
  { id: 3, name: "legs", color: "#5fb49c" },
  { id: 4, name: "tail", color: "#c8553d" },
  { id: 5, name: "ears", color: "#e58fb1" },
  { id: 6, name: "wings", color: "#7a5fa3" },
  { id: 7, name: "horns", color: "#d9dfc6" },
] as const;

/** Label values by name, as drawn into masks. */
export const LABEL = {
  background: 0,
  head: 1,
  torso: 2,
  legs: 3,
  tail: 4,
  ears: 5,
  wings: 6,
  horns: 7,
} as const;

export type Label = (typeof LABEL)[keyof typeof LABEL];
