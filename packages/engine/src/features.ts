import * as tf from "@tensorflow/tfjs-core";
import { support } from "./kernels/index.ts";

/** Names of all kernels that tfjs-core defines: its constants like `Conv2D = "Conv2D"`. */
function kernelNames(): string[] {
  const names = Object.entries(tf).filter(
    ([key, value]) =>
      typeof value === "string" && value.replace(/^_/, "") === key.replace(/^_/, ""),
  );
  return names.map(([, value]) => value as string).sort();
}

const MISSING: Record<string, string> = {
  FromPixels: "needs a browser's canvas",
  Draw: "needs a browser's canvas",
};

/** tfjs-core differentiates these in the op that calls them. */
const IN_OP = new Set(["FusedConv2D", "FusedDepthwiseConv2D", "_FusedMatMul"]);

/** The support table as Markdown, made from what is registered. */
export function featuresTable(): string {
  const { native, cpu } = support();
  const rows = kernelNames().map((name) => {
    const gradient = tf.getGradient(name) || IN_OP.has(name) ? "yes" : "–";
    const where = native.includes(name)
      ? "native"
      : MISSING[name]
        ? `– (${MISSING[name]})`
        : cpu.includes(name)
          ? "cpu fallback"
          : "– (no op of TensorFlow.js runs it)";
    return [name, where, gradient];
  });
  const count = (text: string): number => rows.filter(([, where]) => where === text).length;
  return [
    "# Kernels of the backend `onnx`",
    "",
    "Generated from the registrations by `pnpm vitest run packages/engine -u`; do not edit.",
    "",
    `${count("native")} kernels are lowered to ONNX, ${count("cpu fallback")} run on TensorFlow.js's cpu backend (the first`,
    "use of each is logged). A native kernel also falls back for strings, complex numbers, tensors",
    "without elements, and element types that ONNX Runtime has no operator for. _Gradient_ says whether",
    "TensorFlow.js can differentiate the op, with the gradients that the engine adds or repairs.",
    "",
    ...aligned([["kernel", "runs", "gradient"], ...rows]),
    "",
  ].join("\n");
}

/** A Markdown table with its columns side by side, as formatters want it. */
function aligned([head, ...rows]: string[][]): string[] {
  const widths = head!.map((_, i) => Math.max(...[head!, ...rows].map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(head!), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
