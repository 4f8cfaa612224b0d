#!/usr/bin/env node
// The command line: `npx gwanje` in a clone whose packages are installed. Its TypeScript is bundled when it has changed,
// which takes a fraction of a second.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./bundle.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
if (!existsSync(join(ROOT, "node_modules", "esbuild")))
  stop(
    `The packages are not installed. Run \`npm start\` in ${ROOT}, which installs them, or \`npm install\`.`,
  );
const { buildIfStale } = await import("./build-steps.mjs");
await buildIfStale(ROOT, () => {}, ["command line"]).catch((error) =>
  stop(
    `The command line cannot be built in ${join(ROOT, "dist")}; run \`npm start\` as its owner once. ${error.message}`,
  ),
);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(ROOT, "dist", "cli", "main.js")).href);

function stop(why) {
  console.error(`gwanje: ${why}`);
  process.exit(1);
}
