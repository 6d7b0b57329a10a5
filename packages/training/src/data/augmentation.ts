import {
  BODY_PARTS_AUGMENTATION,
  horizontalFlip,
  randomBrightnessContrast,
  randomGamma,
  shiftScaleRotate,
  type Transform,
} from "@maskboard/data/augment";

/**
 * Pipelines by name: nothing; mirror images and light; the same with the image turned, scaled and
 * moved, for few images; the body parts page's own; what fastai's `get_transforms()` does by default
 * but for its perspective warp: mirror images, turned by 10 degrees, zoomed by 1.1, light by 0.2.
 */
export const AUGMENTATIONS = ["none", "light", "strong", "body-parts", "fastai"] as const;
export type Augmentation = (typeof AUGMENTATIONS)[number];

const PIPELINES: Record<Augmentation, readonly Transform[]> = {
  none: [],
  light: [horizontalFlip({ p: 0.5 }), randomBrightnessContrast({ p: 0.3 })],
  strong: [
    horizontalFlip({ p: 0.5 }),
    shiftScaleRotate({ p: 0.8, shift: [-0.1, 0.1], scale: [-0.2, 0.4], rotate: [-20, 20] }),
    randomBrightnessContrast({ p: 0.5 }),
    randomGamma({ p: 0.3 }),
  ],
  "body-parts": BODY_PARTS_AUGMENTATION,
  fastai: [
    horizontalFlip({ p: 0.5 }),
    shiftScaleRotate({ p: 0.75, shift: [0, 0], scale: [0, 0.1], rotate: [-10, 10] }),
    randomBrightnessContrast({ p: 0.75 }),
  ],
};

export const transformsOf = (name: Augmentation): readonly Transform[] => PIPELINES[name];
