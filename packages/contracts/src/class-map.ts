import { z } from "zod";

/** Largest label that an 8- or 16-bit single-channel PNG can hold. */
const MAX_LABEL = 65_535;

const hexColor = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #e6194b")
  .transform((color) => color.toLowerCase());

export const segmentationClassSchema = z.strictObject({
  id: z.int().min(0).max(MAX_LABEL),
  name: z.string().trim().min(1).max(60),
  color: hexColor,
});

/**
 * Classes in the order of the challenge and an optional void id. Ids need not be contiguous and 0
 * may be a real class. Pixels whose *truth* is void are left out of every count.
 */
export const classMapSchema = z
  .strictObject({
    classes: z.array(segmentationClassSchema).min(1).max(256),
    void: z.int().min(0).max(MAX_LABEL).optional(),
    /** Masks may also be RGB images in exactly the classes' colours. */
    rgbMasks: z.boolean().optional(),
  })
  .superRefine((map, context) => {
    const seen = { id: new Set<unknown>(), name: new Set<unknown>(), color: new Set<unknown>() };
    for (const [index, entry] of map.classes.entries()) {
      for (const field of ["id", "name", "color"] as const) {
        if (field === "color" && !map.rgbMasks) continue;
        if (seen[field].has(entry[field])) {
          context.addIssue({
            code: "custom",
            path: ["classes", index, field],
            message: `${field} ${entry[field]} is used twice`,
          });
        }
        seen[field].add(entry[field]);
      }
    }
    if (map.void !== undefined && seen.id.has(map.void)) {
      context.addIssue({ code: "custom", path: ["void"], message: "void is also a class" });
    }
  });

export type SegmentationClass = z.infer<typeof segmentationClassSchema>;
export type ClassMap = z.infer<typeof classMapSchema>;
