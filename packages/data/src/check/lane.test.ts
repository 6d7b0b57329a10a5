import { expect, test } from "vitest";
import { zipToBuffer } from "../zip-write.ts";
import { blobSource } from "./archive/blob-source.ts";
import { laneOf } from "./lane.ts";

const data = Buffer.from("x");
const source = (bytes: Uint8Array) => blobSource(new Blob([new Uint8Array(bytes)]));

test.each([
  ["net.ONNX", data, "model"],
  [
    "net.zip",
    await zipToBuffer([
      { path: "net/model.onnx", data },
      { path: "net/card.json", data },
    ]),
    "model",
  ],
  ["tfjs.zip", await zipToBuffer([{ path: "net/model.json", data }]), "model"],
  ["net.pt", await zipToBuffer([{ path: "net/data.pkl", data }]), "model"],
  ["net.zip", await zipToBuffer([{ path: "model.weights.h5", data }]), "model"],
  ["net.keras", data, "model"],
  ["masks.zip", await zipToBuffer([{ path: "a-model.json", data }]), "masks"],
  ["masks.zip", await zipToBuffer([{ path: "onnx/a.png", data }]), "masks"],
  ["masks.zip", data, "masks"],
])("%s", async (name, bytes, lane) => {
  expect(await laneOf(name, source(bytes))).toBe(lane);
});
