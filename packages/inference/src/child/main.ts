import { encodeFrame, FrameReader } from "./frames.ts";
import {
  type ChildFault,
  Fault,
  type LoadMessage,
  type RunMessage,
  type StartMessage,
} from "./messages.ts";
import { Model } from "./model.ts";

/**
 * The process that a submitted model runs in. It gets the model and images on stdin and writes
 * labels to stdout; it opens nothing and knows nothing else.
 */
let model: Model | null = null;

type Message = StartMessage | LoadMessage | RunMessage;

async function answer(head: Message, body: Buffer): Promise<void> {
  if (head.kind === "start") {
    await Model.prepare(head.format);
    await send({ kind: "ready" });
    return;
  }
  if (head.kind === "load") {
    const parts = cut(body, head.parts);
    const loadable = { format: head.format, parts };
    model = await Model.load(loadable, head.plan, head.threads).catch((error: unknown) => {
      throw asFault(error, "invalid");
    });
    await send({ kind: "loaded" });
    return;
  }
  const rgb = cut(
    body,
    head.images.map(({ content }) => 3 * content.width * content.height),
  );
  const labels = await model!.segment(head.images, rgb);
  await send(
    { kind: "labels" },
    labels.map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    ),
  );
}

/** Parts of these lengths, one after the other. */
function cut(body: Buffer, lengths: readonly number[]): Buffer[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return body.subarray(at - length, at);
  });
}

/** ONNX Runtime tells the lack of memory by its message only. */
function asFault(error: unknown, fault: ChildFault): Fault {
  if (error instanceof Fault) return error;
  const text = error instanceof Error ? error.message : String(error);
  const memory =
    /bad_alloc|failed to allocate|allocation failed|out of memory|invalid typed array length|would require more than/i.test(
      text,
    );
  return new Fault(memory ? "memory" : fault, text);
}

async function send(head: object, bodies: readonly Uint8Array[] = []): Promise<void> {
  let flushed = true;
  for (const part of encodeFrame(head, bodies)) flushed = process.stdout.write(part);
  if (!flushed) await new Promise((resolve) => process.stdout.once("drain", resolve));
}

const reader = new FrameReader(() => Number.MAX_SAFE_INTEGER);
for await (const piece of process.stdin) {
  for (const { head, body } of reader.push(piece as Buffer)) {
    try {
      await answer(head as Message, body);
    } catch (error) {
      const { fault, message } = asFault(error, "run");
      await send({ kind: "fault", fault, text: message.slice(0, 2_000) });
    }
  }
}
