import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "apps/{scorer,launcher}/{src,test}/**/*.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
