export * from "./challenge.ts";
export * from "./class-map.ts";
export * from "./errors.ts";
export * from "./evaluation.ts";
export * from "./jobs.ts";
export * from "./submission.ts";
export * from "./text.ts";
export * from "./views.ts";
