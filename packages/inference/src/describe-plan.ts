import type { ModelPlan } from "./plan.ts";
import type { ModelSummary } from "./summary.ts";

/** How a model was understood, in one sentence for its team. */
export function describePlan({ what, parameters }: ModelSummary, plan: ModelPlan): string {
  const { layout, channels, output, classes, outputName } = plan;
  const order = classes ? `, in the order ${classes.slice(0, 20).join(", ")}` : "";
  return (
    `${what} and ${parameters.toLocaleString("en")} weights; ` +
    `images ${fed(plan)} as ${layout} ${channels}, ${pixels(plan)}; ` +
    `'${outputName}' holds ${output}${order}.`
  );
}

function fed({ size, resize }: ModelPlan): string {
  const how = resize === "letterbox" ? "letterboxed" : "squished";
  if ("width" in size) return `${how} to ${size.width} x ${size.height}`;
  if (size.multiple === 1) return "in their own size";
  return `${how} to a multiple of ${size.multiple}`;
}

/** What black and white become, per channel where they differ. */
function pixels({ scale, shift, assumed }: ModelPlan): string {
  const ends = scale.map((factor, channel) => {
    const black = shift[channel]!;
    return `${rounded(black)} to ${rounded(255 * factor + black)}`;
  });
  const values = `pixels from ${[...new Set(ends)].join(", ")}`;
  return assumed ? `${values} (assumed: no card.json says otherwise)` : values;
}

const rounded = (value: number): number => Number(value.toPrecision(3));
