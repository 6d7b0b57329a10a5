export { checkDatabase, closeDb, createDb, type Db, type Executor } from "./client.ts";
export { type Listener, type ListenHandlers, listen } from "./listen.ts";
export { migrate } from "./migrate.ts";
export type { Change } from "./notify.ts";
export { isUnstorableText } from "./postgres-errors.ts";
export * from "./queries/index.ts";
export * from "./queue/index.ts";
export * as schema from "./schema/index.ts";
