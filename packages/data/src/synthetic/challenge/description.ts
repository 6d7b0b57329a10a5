import { ANIMAL_CLASSES } from "../classes.ts";

/** What each class takes in, for people who label by eye. */
const EXTENT: Record<(typeof ANIMAL_CLASSES)[number]["name"], string> = {
  background: "everything that is not an animal, and whatever stands in front of one",
  head: "skull, face and eyes, with beak, comb or trunk",
  torso: "chest, belly and rump; neck and mane too",
  legs: "from where the thigh or shoulder stands out of the trunk down to the toes",
  tail: "from its root to its tip, tuft and tail feathers included",
  ears: "both sides of the outer ear",
  wings: "folded or spread",
  horns: "horns, antlers and tusks",
};

/** The challenge's text in Markdown. */
export function describeChallenge(
  train: number,
  test: number,
  width: number,
  height: number,
): string {
  const rows = ANIMAL_CLASSES.map(({ id, name }) => `| ${id} | ${name} | ${EXTENT[name]} |`);
  return `Where does the neck end and the head begin? Which of these four stripes is a leg, and which
one the fence? Given a picture of an animal, **name the body part at every pixel**.

You will meet more than a dozen kinds of animals, from rabbit to elephant and from hen to lizard:
walking, grazing, sitting, lying, flying; in meadows, woods, snow and living rooms; at noon, at
dusk and in fog. Coats run across the parts, so colour alone tells you little. Shape, pose and
context tell you the rest.

## The data

- **${train} training images** with part masks and depth maps, **${test} test images** without.
- Images are RGB, ${width} x ${height} pixels. Masks are PNGs of the same size and stem, whose palette
  *index* is the class id. The colours are only there for your eyes.
- Depth maps are 16-bit gray PNGs in millimetres from the camera; 65535 is "65.5 m or farther".
  They come with the training images as a second signal to learn from, if you like.

| id | class | what belongs to it |
| --- | --- | --- |
${rows.join("\n")}

A pixel belongs to what is seen at its middle. A leg behind a tuft of grass is background where the
grass hides it; where two animals overlap, the nearer one counts. Some classes are small and rare.
They count as much as the big ones.

## What you hand in

One zip with one PNG for each test image, named like the image: \`animal-0001.jpg\` becomes
\`animal-0001.png\`. Single channel, 8 bit, class ids as values, the size of the image. Nothing else
in the zip. The checks on the submit page tell you before the upload if something is off.

## How it is scored

Intersection over union of each class, summed over all pixels of the split, then the mean over the
classes: **mean IoU**. The board shows the public half of the test images. The private half decides,
and is shown when the organizers reveal it, so mind the gap between the two.

## Rules

1. Train on anything you may use freely, pretrained networks included. Say in your note what it was.
2. No labelling of the test images by hand.
3. Share code and ideas in the open if you like, but not between teams in private.
4. Choose your final submissions before the end. Without a choice your best public ones count.

Stuck? Start with a small U-Net at half the size and a weighted cross-entropy. It trains over lunch
and already beats most of what one tries first.
`;
}
