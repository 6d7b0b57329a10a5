export { inspectOnnx } from "./inspect.ts";
