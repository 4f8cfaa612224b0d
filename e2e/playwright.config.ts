import { defineConfig } from "@playwright/test";

// Debian's Chromium; Playwright's own download needs the open internet.
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  // For a machine that is busy with other things; a page that is right is there at once.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // An installation is set up once; everything else finds it so.
  projects: [
    { name: "set-up", testMatch: "set-up.spec.ts" },
    { name: "console", testIgnore: "set-up.spec.ts", dependencies: ["set-up"] },
  ],
  use: {
    baseURL: process.env.GWANJE_E2E_URL ?? "http://localhost:3000",
    browserName: "chromium",
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
