import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the process itself is set up: its settings, its one set of connections. Each file gets one of its own. */
const PROCESS = ["lib/http/**/*.itest.ts"];
const onStores = {
  include: ["**/*.itest.ts"],
  globalSetup: ["./lib/testing/global-setup.ts"],
  setupFiles: ["./lib/testing/set-up-file.ts"],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // As long as waitFor waits: a condition on a busy machine, not a speed.
  expect: { poll: { timeout: 30_000 } },
  pool: "forks" as const,
  // Files share nothing but the servers, and spend half their time waiting for processes of their own. Vitest
  // would leave a core for itself: on two cores one file after the other.
  maxWorkers: Math.max(3, availableParallelism()),
  sequence: { groupOrder: 1 },
};

/** The suffix decides: .test.ts(x) needs nothing, .itest.ts needs the stores, .ctest.ts a server of others too. Browser tests are Playwright's (e2e/). */
export default defineConfig({
  root,
  // Not in node_modules, which may be read-only.
  cacheDir: ".test/vite",
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: /^gwanje$/, replacement: here("./lib/sdk/index.ts") },
      { find: /^gwanje\/tracking$/, replacement: here("./lib/sdk/tracking.ts") },
      { find: /^gwanje\/task$/, replacement: here("./lib/sdk/task.ts") },
    ],
  },
  test: {
    exclude: ["node_modules/**", "dist/**", ".next/**", ".test/**", ".gwanje/**"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          testTimeout: 10_000,
          // Pure logic leaves nothing behind; a world of its own for each file took twice as long as the tests.
          pool: "threads",
          isolate: false,
        },
      },
      { extends: true, test: { name: "integration", ...onStores, exclude: PROCESS, isolate: false } },
      {
        extends: true,
        test: { name: "process", ...onStores, include: PROCESS },
      },
      // Against servers of others, which a leg of `npm run test:clients` starts and names.
      {
        extends: true,
        test: {
          name: "engines",
          ...onStores,
          include: ["**/*.ctest.ts"],
          provide: { logStoreUrl: process.env.GWANJE_TEST_LOG_STORE_URL ?? "" },
        },
      },
    ],
  },
});
