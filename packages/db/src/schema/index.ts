export * from "./auth.ts";
export * from "./challenge.ts";
export * from "./dataset.ts";
export * from "./import.ts";
export * from "./score.ts";
export * from "./submission.ts";
export * from "./team.ts";
