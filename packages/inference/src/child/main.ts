import {
  type ChildFault,
  Fault,
  type LoadMessage,
  type RunMessage,
  type StartMessage,
} from "./messages.ts";
import { Model } from "./model.ts";
import { receive, send } from "./pipe.ts";

/**
 * The process that a submitted model runs in. It gets the model and images on stdin and writes
 * labels to stdout; it opens nothing and knows nothing else.
 */
let model: Model | null = null;

type Message = StartMessage | LoadMessage | RunMessage;

async function answer(head: Message, body: Buffer): Promise<void> {
  if (head.kind === "start") {
    await Model.prepare(head.format);
    send({ kind: "ready" });
    return;
  }
  if (head.kind === "load") {
    const parts = cut(body, head.parts);
    const loadable = { format: head.format, parts };
    model = await Model.load(loadable, head.plan, head.threads).catch((error: unknown) => {
      throw asFault(error, "invalid");
    });
    send({ kind: "loaded" });
    return;
  }
  const rgb = cut(
    body,
    head.images.map(({ content }) => 3 * content.width * content.height),
  );
  const labels = await model!.segment(head.images, rgb);
  send(
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

for (let frame = receive(); frame; frame = receive()) {
  try {
    await answer(frame.head as Message, frame.body);
  } catch (error) {
    const { fault, message } = asFault(error, "run");
    send({ kind: "fault", fault, text: message.slice(0, 2_000) });
  }
}
