// The browser tests in halves side by side, each on an installation of its own: a page waits more than it computes.
import { playwright, runLeg } from "./legs.mjs";
import { startThrowAway } from "./throw-away.mjs";

const HALVES = 2;

/** All specs in halves, or those that the arguments name on one installation, with their output as it comes. */
export async function runBrowserTests(root, chromium, args = []) {
  if (args.length > 0) return [await runPart(root, chromium, "browser", args, { live: true })];
  return Promise.all(
    Array.from({ length: HALVES }, (_, index) =>
      runPart(root, chromium, `browser ${index + 1} of ${HALVES}`, [`--shard=${index + 1}/${HALVES}`]),
    ),
  );
}

async function runPart(root, chromium, name, args, how) {
  const installation = await startThrowAway(root);
  try {
    const env = {
      CHROMIUM_PATH: chromium,
      GWANJE_E2E_URL: installation.url,
      GWANJE_E2E_HOME: installation.home,
      GWANJE_E2E_SETUP_TOKEN: installation.setupToken,
      GWANJE_E2E_ISSUER_PORT: String(installation.issuerPort),
    };
    return await runLeg(playwright(root, name, args, env), how);
  } finally {
    await installation.stop();
  }
}
