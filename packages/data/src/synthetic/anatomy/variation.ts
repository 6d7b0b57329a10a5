import type { Random } from "../random.ts";
import type { QuadrupedShape } from "./quadruped.ts";

/** The same species, another individual: each proportion a few percent off. */
export function varyShape(shape: QuadrupedShape, random: Random): QuadrupedShape {
  const by = (spread: number) => 1 + Math.max(-2, Math.min(2, random.normal())) * spread;
  const stout = by(0.05);
  const thick = by(0.06);
  const skull = by(0.05);
  const ear = by(0.1);
  const { head, legs, trunk } = shape;
  return {
    ...shape,
    body: shape.body * by(0.05),
    trunk: [trunk[0] * stout, trunk[1] * stout * by(0.04), trunk[2] * stout],
    neck: shape.neck * by(0.07),
    legs: { ...legs, radii: legs.radii.map((r) => r * thick) as unknown as typeof legs.radii },
    tail: { ...shape.tail, length: shape.tail.length * by(0.1) },
    head: {
      ...head,
      cranium: head.cranium * skull,
      muzzle: head.muzzle * by(0.08),
      ears: { ...head.ears, length: head.ears.length * ear, width: head.ears.width * ear },
      horns: head.horns && { ...head.horns, length: head.horns.length * by(0.15) },
    },
  };
}
