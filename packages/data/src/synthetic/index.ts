/** A deterministic generator of pictures of animals with part masks and depth maps. */
export { type AnimalChallengeOptions, writeAnimalChallenge } from "./challenge/write-challenge.ts";
export { ANIMAL_CLASSES } from "./classes.ts";
export { type AnimalScene, renderAnimalScene, type SceneOptions } from "./render-scene.ts";
