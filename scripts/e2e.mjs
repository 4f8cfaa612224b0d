// npm run test:e2e [-- playwright arguments]: the browser tests alone, on a throw-away installation.

import { buildIfStale } from "./build-steps.mjs";
import { ensureChromium } from "./chromium.mjs";
import { playwright, runLeg } from "./legs.mjs";
import { startThrowAway } from "./throw-away.mjs";

const root = process.cwd();
await buildIfStale(root, console.log);
const chromium = await ensureChromium(console.log);
const installation = await startThrowAway(root);
let failed = 1;
try {
  const leg = playwright(root, {
    CHROMIUM_PATH: chromium,
    GWANJE_E2E_URL: installation.url,
    GWANJE_E2E_HOME: installation.home,
    GWANJE_E2E_SETUP_TOKEN: installation.setupToken,
    GWANJE_E2E_ISSUER_PORT: String(installation.issuerPort),
  });
  ({ failed } = await runLeg({ ...leg, args: [...leg.args, ...process.argv.slice(2)] }, { live: true }));
} finally {
  await installation.stop();
}
process.exit(failed === 0 ? 0 : 1);
