export { createAccount, type NewAccount, resetPassword } from "./auth/accounts.ts";
export { type Auth, createAuth } from "./auth/create-auth.ts";
export { handleCorrection } from "./corrections/handle-correction.ts";
export { type ApiEnv, parseEnv } from "./env.ts";
export {
  handleArtifact,
  handleAuth,
  handleExport,
  handleHealth,
  handleImage,
  handleImportPicture,
  handleKit,
  handlePrediction,
  handleTrpc,
} from "./handlers.ts";
export { type AppRouter, appRouter } from "./routers/index.ts";
export { createServices, getServices, type Services } from "./services.ts";
export { type Context, createContext } from "./trpc/context.ts";
export { handleUpload, recoverUploads } from "./uploads/handle-upload.ts";
