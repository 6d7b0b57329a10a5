import {
  BODY_PARTS_AUGMENTATION,
  horizontalFlip,
  randomBrightnessContrast,
  type Transform,
} from "@maskboard/data/augment";

/** Pipelines by name: nothing, mirror images and light, the reference page's own. */
export const AUGMENTATIONS = ["none", "light", "body-parts"] as const;
export type Augmentation = (typeof AUGMENTATIONS)[number];

const PIPELINES: Record<Augmentation, readonly Transform[]> = {
  none: [],
  light: [horizontalFlip({ p: 0.5 }), randomBrightnessContrast({ p: 0.3 })],
  "body-parts": BODY_PARTS_AUGMENTATION,
};

export const transformsOf = (name: Augmentation): readonly Transform[] => PIPELINES[name];
