/** A field of a protobuf message: its number and what it holds. */
export type Field =
  | { readonly number: number; readonly kind: "int"; readonly value: bigint }
  | { readonly number: number; readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: "fixed"; readonly value: Uint8Array };

/** The bytes are no protobuf message, or end too early. */
export class WireError extends Error {}

/**
 * The fields of a message in their order; values are views, nothing is copied.
 * Source: https://protobuf.dev/programming-guides/encoding/
 *
 * @throws WireError
 */
export function* fields(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new WireError("it ends within a number");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError("a number is too long");
  };
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new WireError("it ends too early");
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = Number(varint());
    const number = Math.floor(key / 8);
    if (number === 0) throw new WireError("a field has no number");
    switch (key % 8) {
      case 0:
        yield { number, kind: "int", value: varint() };
        break;
      case 1:
        yield { number, kind: "fixed", value: take(8) };
        break;
      case 2:
        yield { number, kind: "bytes", value: take(Number(varint())) };
        break;
      case 5:
        yield { number, kind: "fixed", value: take(4) };
        break;
      default:
        throw new WireError(`a field has the unknown form ${key % 8}`);
    }
  }
}

const decoder = new TextDecoder();

export function text(field: Field): string {
  if (field.kind !== "bytes") throw new WireError("a text is something else");
  return decoder.decode(field.value);
}

export function bytes(field: Field): Uint8Array {
  if (field.kind !== "bytes") throw new WireError("a message is something else");
  return field.value;
}

/** Signed integers of a field, packed or not. */
export function integers(field: Field): number[] {
  if (field.kind === "int") return [Number(BigInt.asIntN(64, field.value))];
  if (field.kind === "fixed") throw new WireError("a number is something else");
  const values: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of field.value) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    values.push(Number(BigInt.asIntN(64, value)));
    value = 0n;
    shift = 0n;
  }
  return values;
}
