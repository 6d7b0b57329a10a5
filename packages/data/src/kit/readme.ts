import type { ClassMap } from "@maskboard/contracts";

export interface KitContext {
  readonly slug: string;
  readonly title: string;
  /** Address of the site, e.g. `https://masks.example.org`. */
  readonly siteUrl: string;
}

/** What a README tells about the data. */
export interface KitFacts {
  readonly summary: string;
  readonly licence: string;
  readonly classMap: ClassMap;
  readonly trainImages: number;
  readonly testImages: number;
  /** Training images have depth maps. */
  readonly hasDepth: boolean;
  /** A test image, to show how masks are named. */
  readonly example: { readonly stem: string; readonly extension: string } | undefined;
}

/** The README of a data kit: layout, labels, how to submit, how it is scored. */
function kitReadme(facts: KitFacts, { slug, title, siteUrl }: KitContext): string {
  const { classMap, trainImages, testImages, hasDepth, example } = facts;
  const rows = classMap.classes.map(({ id, name, color }) => `| ${id} | ${name} | \`${color}\` |`);
  const voidLine =
    classMap.void === undefined
      ? "Every pixel has a class; there is no void label."
      : `Label ${classMap.void} is **void**: pixels whose truth is void do not count. Where you predict ${classMap.void} and the truth is a class, it counts as a miss.`;
  const url = siteUrl.replace(/\/$/, "");
  const summary = facts.summary ? `\n${facts.summary}\n` : "";
  const licence = facts.licence ? `\n## Licence\n\n${facts.licence}\n` : "";
  return `# ${title}
${summary}
Challenge page: ${url}/challenges/${slug}

## What is in this kit

| path | what |
| --- | --- |
| \`train/images\` | ${trainImages} training images |
| \`train/masks\` | their masks, one PNG for each image, same stem |
${hasDepth ? "| `train/depth` | their depth maps, same stem |\n" : ""}| \`test/images\` | ${testImages} test images; their masks stay on the server |
| \`classes.json\` | class ids, names, colours |
| \`sample_submission.zip\` | a valid submission to start from: every mask is one constant class |

## Labels

A mask is a single-channel PNG with the size of its image. The value of a pixel (in a palette PNG:
its *index*) is the class id.

| id | class | colour |
| --- | --- | --- |
${rows.join("\n")}

${voidLine}

## Submit

Write one 8-bit gray PNG for **every** image of \`test/images\`, named like the image
(\`${example?.stem ?? "name"}.png\` for \`${example ? example.stem + example.extension : "name.jpg"}\`), with the class ids above and exactly the size
of the image. Put them into a zip, at the top or in one folder, and nothing else.

- In the browser: ${url}/challenges/${slug}/submit
- On the command line:

      maskboard login --url ${url}
      maskboard check masks.zip --challenge ${slug}
      maskboard submit masks.zip --challenge ${slug} --wait

Both check the file before anything is uploaded. \`sample_submission.zip\` passes these checks; its
masks hold nothing but the most frequent class, so expect a poor score.

In Python, with an array \`labels\` of class ids (height x width):

    PIL.Image.fromarray(labels.astype("uint8")).save(f"{stem}.png")

If your model works at another size, resize its prediction with nearest neighbour.

## Score

Confusion matrices are summed over all images of a split. For each class,
\`IoU = true positives / (true positives + false positives + false negatives)\`; the score is the mean
over the classes that occur in the split's truth. A class that you never predict scores 0.

Part of the test images counts for the public board while the challenge runs, the rest for the
final one. The page of a submission names the public images.
${licence}`;
}

/** The texts of a kit, by path. */
export const kitTexts = (facts: KitFacts, context: KitContext): Map<string, Buffer> =>
  new Map([
    ["README.md", Buffer.from(kitReadme(facts, context))],
    ["classes.json", Buffer.from(`${JSON.stringify(facts.classMap, null, 2)}\n`)],
  ]);
