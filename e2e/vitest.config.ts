import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: ["./site.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One site and one story: later files build on what earlier ones did.
    fileParallelism: false,
    sequence: { shuffle: false },
  },
});
