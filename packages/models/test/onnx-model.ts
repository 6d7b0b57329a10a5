/** Fields of a protobuf message: bytes or numbers by field number, in their order. */
type Fields = Map<number, (Uint8Array | number)[]>;

/** https://protobuf.dev/programming-guides/encoding: varints and length-delimited fields. */
function fields(bytes: Uint8Array): Fields {
  const found: Fields = new Map();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, wire] = [key >>> 3, key & 7];
    let value: Uint8Array | number;
    if (wire === 0) value = varint();
    else {
      const length = wire === 2 ? varint() : wire === 5 ? 4 : 8;
      value = bytes.subarray(at, at + length);
      at += length;
    }
    found.set(field, [...(found.get(field) ?? []), value]);
  }
  return found;
}

const messages = (of: Fields, field: number): Fields[] =>
  (of.get(field) ?? []).map((value) => fields(value as Uint8Array));
const text = (of: Fields, field: number): string =>
  new TextDecoder().decode((of.get(field)?.[0] as Uint8Array | undefined) ?? new Uint8Array());

/** What a test asks of an ONNX file: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 */
export function describeOnnx(bytes: Uint8Array): {
  opsets: { domain: string; version: number }[];
  domains: string[];
  metadata: Record<string, string>;
  batch: string[];
} {
  const model = fields(bytes);
  const [graph] = messages(model, 7);
  const nodes = messages(graph!, 1);
  const firstAxis = (value: Fields): string => {
    const [type] = messages(value, 2);
    const [tensor] = messages(type!, 1);
    const [shape] = messages(tensor!, 2);
    return text(messages(shape!, 1)[0]!, 2);
  };
  return {
    opsets: messages(model, 8).map((of) => ({
      domain: text(of, 1),
      version: of.get(2)![0] as number,
    })),
    domains: [...new Set(nodes.map((node) => text(node, 7)))],
    metadata: Object.fromEntries(messages(model, 14).map((of) => [text(of, 1), text(of, 2)])),
    batch: [...messages(graph!, 11), ...messages(graph!, 12)].map(firstAxis),
  };
}
