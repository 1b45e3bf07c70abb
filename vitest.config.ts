import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["appliance/**/*.test.ts", "console/**/*.test.ts", "provisioning/**/*.test.ts"],
          environment: "node",
          // Patience costs nothing: a machine that others work on too may be slow, and what is awaited comes or doesn't.
          testTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 2,
        },
      },
      { test: { name: "house", include: ["test/house/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 } },
      {
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts", "test/conformance/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
          // They mostly wait, for callers, prompts and people; more of them at once would wait for the processor.
          maxWorkers: 3,
          // Tests that say they may run beside others do little but wait.
          maxConcurrency: 8,
        },
      },
    ],
  },
});
