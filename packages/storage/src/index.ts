export { createStorage, type S3Credentials } from "./create.ts";
export { StorageError, type StorageErrorCode } from "./errors.ts";
export { checkKey } from "./keys.ts";
export type { PutOptions, Storage, StorageBody, StoredObject } from "./storage.ts";
