import { Message } from "./wire.ts";

/** Element types of ONNX by name; the numbers are those of TensorProto.DataType. */
export const ELEMENT = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16,
} as const;
export type Element = keyof typeof ELEMENT;

export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  /** Operator set other than ONNX's own. */
  readonly domain?: string;
  /** Shown in ONNX Runtime's errors: it begins with the kernel that the user called. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly element: Element;
  readonly dims: readonly number[];
  /** Little-endian elements, row-major. */
  readonly raw: Uint8Array;
}

/** A graph input or output; a dimension that is text is symbolic. */
export interface OnnxValue {
  readonly name: string;
  readonly element: Element;
  readonly dims: readonly (number | string)[];
}

export interface OnnxModel {
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The lowest IR version that may carry an opset; https://github.com/onnx/onnx/blob/main/docs/Versioning.md */
const irVersion = (opset: number): number =>
  opset >= 21 ? 10 : opset >= 19 ? 9 : opset >= 15 ? 8 : 7;

/** Serializes a model; field numbers are those of onnx.proto3. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const graph = new Message();
  for (const node of model.nodes) graph.message(1, encodeNode(node));
  graph.text(2, "maskboard");
  for (const initializer of model.initializers) graph.message(5, encodeTensor(initializer));
  for (const input of model.inputs) graph.message(11, encodeValue(input));
  for (const output of model.outputs) graph.message(12, encodeValue(output));
  const message = new Message()
    .int(1, irVersion(model.opset))
    .text(2, "maskboard")
    .message(7, graph)
    .message(8, new Message().text(1, "").int(2, model.opset));
  const domains = new Set(model.nodes.flatMap(({ domain }) => domain ?? []));
  for (const domain of domains) message.message(8, new Message().text(1, domain).int(2, 1));
  for (const [key, value] of Object.entries(model.metadata ?? {}))
    message.message(14, new Message().text(1, key).text(2, value));
  return message.encode();
}

function encodeNode(node: OnnxNode): Message {
  const message = new Message();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.name).text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes))
    message.message(5, encodeAttribute(name, value));
  if (node.domain) message.text(7, node.domain);
  return message;
}

function encodeAttribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === "number") return message.int(3, value).int(20, 2);
  if (typeof value === "string") return message.text(4, value).int(20, 3);
  if ("float" in value) return message.float(2, value.float).int(20, 1);
  if ("floats" in value) {
    for (const item of value.floats) message.float(7, item);
    return message.int(20, 6);
  }
  for (const item of value) message.int(8, item);
  return message.int(20, 7);
}

function encodeTensor({ name, element, dims, raw }: OnnxInitializer): Message {
  const message = new Message();
  for (const dim of dims) message.int(1, dim);
  return message.int(2, ELEMENT[element]).text(8, name).bytes(9, raw);
}

function encodeValue({ name, element, dims }: OnnxValue): Message {
  const shape = new Message();
  for (const dim of dims)
    shape.message(
      1,
      typeof dim === "number" ? new Message().int(1, dim) : new Message().text(2, dim),
    );
  const tensor = new Message().int(1, ELEMENT[element]).message(2, shape);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}
