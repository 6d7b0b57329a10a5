import { CONDITIONAL, LOADING, REFUSED, UNKNOWN } from "./system-calls.ts";

/** One instruction of classic BPF: 16-bit code, 8-bit jumps if true and if false, 32-bit operand. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

// Codes, structure offsets and return values. Source: linux/bpf_common.h, linux/seccomp.h,
// linux/audit.h, Documentation/userspace-api/seccomp_filter.rst.
const LOAD = 0x20;
const EQUAL = 0x15;
const AT_LEAST = 0x35;
const ANY_BIT = 0x45;
const RETURN = 0x06;
const NUMBER_AT = 0;
const ARCHITECTURE_AT = 4;
/** Lower half of an argument; the upper one follows it. */
const argumentAt = (index: number) => 16 + 8 * index;
const ALLOW: Instruction = [RETURN, 0, 0, 0x7fff_0000];
const KILL: Instruction = [RETURN, 0, 0, 0x8000_0000];
const refuse = (errno: number): Instruction => [RETURN, 0, 0, 0x0005_0000 + errno];
const EPERM = 1;
const EACCES = 13;
const ENOSYS = 38;

/** From here on, x86-64 kernels take calls with 32-bit pointers. */
const X32_CALLS = 0x4000_0000;
const CLONE_THREAD = 0x0001_0000;
/** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC */
const TO_WRITE = 0o1 | 0o2 | 0o100 | 0o1000;

const ARCHITECTURES: Record<string, { index: 0 | 1; audit: number }> = {
  x64: { index: 0, audit: 0xc000_003e },
  arm64: { index: 1, audit: 0xc000_00b7 },
};

export interface CallFilter {
  /** Instructions as seccomp(2) takes them. */
  readonly program: Buffer;
  /** Where the lower and the upper half of the only pointer belongs that execve is allowed with. */
  readonly execveAt: readonly [low: number, high: number];
  /** Numbers of the system calls that load it. */
  readonly numbers: { readonly prctl: number; readonly seccomp: number; readonly execve: number };
}

/**
 * A filter of system calls for a model process: no connections, no other processes, nothing
 * written, no views of the machine but its own. Threads are allowed, and one program: the one whose
 * name lies where the loader of the filter has put it.
 *
 * @returns null on processors whose system calls nobody has written down here
 */
export function callFilter(architecture: string = process.arch): CallFilter | null {
  const known = ARCHITECTURES[architecture];
  if (!known) return null;
  const { index, audit } = known;
  const program: Instruction[] = [
    [LOAD, 0, 0, ARCHITECTURE_AT],
    [EQUAL, 1, 0, audit],
    KILL,
    [LOAD, 0, 0, NUMBER_AT],
    [AT_LEAST, 0, 1, X32_CALLS],
    refuse(ENOSYS),
  ];
  const on = (number: number | null, ...then: Instruction[]) => {
    if (number !== null) program.push([EQUAL, 0, then.length, number], ...then);
  };

  const execve = program.length + 1;
  on(
    CONDITIONAL.execve[index],
    [LOAD, 0, 0, argumentAt(0)],
    [EQUAL, 0, 3, 0],
    [LOAD, 0, 0, argumentAt(0) + 4],
    [EQUAL, 0, 1, 0],
    ALLOW,
    refuse(EPERM),
  );
  const onlyWith = (argument: number, bits: number) =>
    [[LOAD, 0, 0, argumentAt(argument)], [ANY_BIT, 0, 1, bits], ALLOW, refuse(EPERM)] as const;
  on(CONDITIONAL.clone[index], ...onlyWith(0, CLONE_THREAD));
  const onlyToRead = (argument: number) =>
    [[LOAD, 0, 0, argumentAt(argument)], [ANY_BIT, 0, 1, TO_WRITE], refuse(EACCES), ALLOW] as const;
  on(CONDITIONAL.open[index], ...onlyToRead(1));
  on(CONDITIONAL.openat[index], ...onlyToRead(2));
  // Limits of its own, which it can only lower.
  on(
    CONDITIONAL.prlimit64[index],
    [LOAD, 0, 0, argumentAt(0)],
    [EQUAL, 0, 1, 0],
    ALLOW,
    refuse(EPERM),
  );
  for (const numbers of Object.values(UNKNOWN)) on(numbers[index], refuse(ENOSYS));
  for (const numbers of Object.values(REFUSED)) on(numbers[index], refuse(EPERM));
  program.push(ALLOW);

  const operandOf = (instruction: number) => 8 * instruction + 4;
  return {
    program: Buffer.concat(program.map(encoded)),
    execveAt: [operandOf(execve + 1), operandOf(execve + 3)],
    numbers: {
      prctl: LOADING.prctl[index],
      seccomp: LOADING.seccomp[index],
      execve: CONDITIONAL.execve[index],
    },
  };
}

function encoded([code, ifTrue, ifFalse, operand]: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
