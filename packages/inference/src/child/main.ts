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

/** How long the parts of a message's body are. */
function partsOf(head: Message): readonly number[] {
  if (head.kind === "start") return [];
  if (head.kind === "load") return head.parts;
  return head.images.map(({ content }) => 3 * content.width * content.height);
}

async function answer(head: Message, parts: Buffer[]): Promise<void> {
  if (head.kind === "start") {
    await Model.prepare(head.format);
    send({ kind: "ready" });
    return;
  }
  if (head.kind === "load") {
    const loadable = { format: head.format, parts };
    model = await Model.load(loadable, head.plan, head.threads).catch((error: unknown) => {
      throw asFault(error, "invalid");
    });
    send({ kind: "loaded" });
    return;
  }
  const labels = await model!.segment(head.images, parts);
  send(
    { kind: "labels" },
    labels.map(
      ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
    ),
  );
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

for (let message = receive(partsOf); message; message = receive(partsOf)) {
  try {
    await answer(message.head, message.parts);
  } catch (error) {
    const { fault, message: text } = asFault(error, "run");
    send({ kind: "fault", fault, text: text.slice(0, 2_000) });
  }
}
