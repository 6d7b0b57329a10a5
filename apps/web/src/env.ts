import { z } from "zod";

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  /** Address under which people reach the site; `https` turns on strict transport security. */
  PUBLIC_URL: z.url().optional(),
});

/** Settings of the web app itself. Those of the API are parsed by `@maskboard/api`. */
export const env = schema.parse({
  NODE_ENV: process.env.NODE_ENV,
  PUBLIC_URL: process.env.PUBLIC_URL || undefined,
});
