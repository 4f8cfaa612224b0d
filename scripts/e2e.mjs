// npm run test:e2e [-- playwright arguments]: the browser tests alone, on throw-away installations.
import { runBrowserTests } from "./browser.mjs";
import { buildIfStale } from "./build-steps.mjs";
import { ensureChromium } from "./chromium.mjs";
import { sum } from "./legs.mjs";

const root = process.cwd();
await buildIfStale(root, console.log);
const results = await runBrowserTests(root, await ensureChromium(console.log), process.argv.slice(2));
process.exit(sum(results).failed === 0 ? 0 : 1);
