/** Images and masks in Node: decoding, encoding, challenge folders, data kits. */
export { type EncodeOptions, encodeLabelPng } from "./png-encode.ts";
