import { WeightsError } from "../safetensors.ts";
import { ByteReader } from "./byte-reader.ts";

/** A name that a pickle refers to. It is only ever compared with names; nothing is imported or run. */
export interface Global {
  readonly global: string;
}

/** What a pickle wants to be called. Kept as data, never called. */
export interface Call {
  readonly call: unknown;
  readonly args: unknown;
}

/** A reference to something outside of the pickle: PyTorch keeps its numbers there. */
export interface Outside {
  readonly outside: unknown;
}

const MARK = Symbol("mark");

/** The stack machine that a pickle is a program of, with the calls left out. */
class Machine {
  readonly stack: unknown[] = [];
  readonly memo = new Map<number, unknown>();
  readonly reader: ByteReader;

  readonly #onOutside: (reference: Outside) => void;

  constructor(reader: ByteReader, onOutside: (reference: Outside) => void) {
    this.reader = reader;
    this.#onOutside = onOutside;
  }

  outside(): void {
    const reference: Outside = { outside: this.stack.pop() };
    this.#onOutside(reference);
    this.push(reference);
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  last(count: number): unknown[] {
    return this.stack.splice(-count);
  }

  /** Everything above the last mark, which goes, too. */
  sinceMark(): unknown[] {
    const at = this.stack.lastIndexOf(MARK);
    if (at < 0) throw new RangeError("no mark");
    return this.stack.splice(at).slice(1);
  }

  remember(key: number): void {
    this.memo.set(key, this.stack.at(-1));
  }

  /** Puts keys and values into the dictionary on top. */
  set(items: unknown[]): void {
    const target = this.stack.at(-1);
    if (!(target instanceof Map)) return;
    for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i], items[i + 1]);
  }

  append(items: unknown[]): void {
    const target = this.stack.at(-1);
    if (Array.isArray(target)) target.push(...items);
  }

  reduce(): void {
    const args = this.stack.pop();
    const call = this.stack.pop();
    const ordered = (call as Global | undefined)?.global === "collections.OrderedDict";
    this.push(ordered ? new Map() : ({ call, args } satisfies Call));
  }
}

/** What each opcode does; `.` ends the program. */
const OPCODES: Record<string, (m: Machine) => void> = {
  "\x80": (m) => m.reader.skip(1), // protocol
  "\x95": (m) => m.reader.skip(8), // frame
  "(": (m) => m.push(MARK),
  "}": (m) => m.push(new Map()),
  "]": (m) => m.push([]),
  ")": (m) => m.push([]),
  N: (m) => m.push(null),
  "\x88": (m) => m.push(true),
  "\x89": (m) => m.push(false),
  K: (m) => m.push(m.reader.uint8()),
  M: (m) => m.push(m.reader.uint16()),
  J: (m) => m.push(m.reader.int32()),
  "\x8a": (m) => m.push(m.reader.long(m.reader.uint8())),
  G: (m) => m.push(m.reader.float64()),
  X: (m) => m.push(m.reader.text(m.reader.uint32())),
  "\x8c": (m) => m.push(m.reader.text(m.reader.uint8())),
  "\x8d": (m) => m.push(m.reader.text(m.reader.uint64())),
  U: (m) => m.push(m.reader.text(m.reader.uint8())),
  c: (m) => m.push({ global: `${m.reader.line()}.${m.reader.line()}` } satisfies Global),
  "\x93": (m) => m.push({ global: m.last(2).join(".") } satisfies Global),
  t: (m) => m.push(m.sinceMark()),
  "\x85": (m) => m.push(m.last(1)),
  "\x86": (m) => m.push(m.last(2)),
  "\x87": (m) => m.push(m.last(3)),
  Q: (m) => m.outside(),
  R: (m) => m.reduce(),
  "\x81": (m) => m.reduce(),
  b: (m) => m.stack.pop(), // attributes of an object, such as a dictionary's version
  s: (m) => m.set(m.last(2)),
  u: (m) => m.set(m.sinceMark()),
  a: (m) => m.append(m.last(1)),
  e: (m) => m.append(m.sinceMark()),
  "0": (m) => m.stack.pop(),
  q: (m) => m.remember(m.reader.uint8()),
  r: (m) => m.remember(m.reader.uint32()),
  "\x94": (m) => m.remember(m.memo.size),
  h: (m) => m.push(m.memo.get(m.reader.uint8())),
  j: (m) => m.push(m.memo.get(m.reader.uint32())),
};

/**
 * Reads a Python pickle as data: dictionaries become Maps, tuples and lists arrays, calls and classes
 * stay `Call` and `Global`. Unlike Python's it runs nothing, so that files of strangers are safe.
 * Format: the comments of Python's Lib/pickletools.py; the opcodes of protocols 2 to 4 that
 * checkpoints use.
 * @throws WeightsError for a damaged pickle or an opcode that checkpoints do not use
 */
export function unpickle(bytes: Uint8Array): unknown {
  return readPickle(new ByteReader(bytes));
}

/** One pickle of a row of them; the reader is left behind its end. Told of each outside reference. */
export function readPickle(
  reader: ByteReader,
  onOutside: (reference: Outside) => void = () => {},
): unknown {
  const machine = new Machine(reader, onOutside);
  try {
    for (;;) {
      const code = reader.uint8();
      if (code === 0x2e) return machine.stack.pop();
      const run = OPCODES[String.fromCharCode(code)];
      if (!run) throw new RangeError(`unknown opcode ${code}`);
      run(machine);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new WeightsError(`The pickle is damaged: ${error.message}.`, { cause: error });
  }
}
