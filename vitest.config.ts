import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "baselines/src/**/*.test.ts",
      "apps/{scorer,launcher,web}/{src,test}/**/*.test.ts",
    ],
    // One Postgres for the run; tests clone its migrated database.
    globalSetup: ["./packages/db/src/testing/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
