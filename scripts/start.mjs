// npm start: install when stale, build when stale, then become the supervisor.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installIfStale } from "./dependencies.mjs";
import { refuseOldNode } from "./node-version.mjs";

refuseOldNode();
const [unknown] = process.argv.slice(2).filter((argument) => argument !== "--demo");
if (unknown !== undefined) {
  console.error(`npm start does not know "${unknown}". It takes --demo: npm start -- --demo`);
  process.exit(2);
}
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const say = (line) => console.log(`gwanje  ${line}`);
const supervisor = join(root, "dist", "supervisor.js");

try {
  if (existsSync(".env")) process.loadEnvFile(".env");
  if (process.argv.includes("--demo")) process.env.GWANJE_DEMO = "true";
  // A running installation is never rebuilt; the supervisor reports it and refuses to start.
  if (!(isRunning() && existsSync(supervisor))) {
    installIfStale(root, say);
    const { buildIfStale } = await import("./build-steps.mjs");
    await buildIfStale(root, say);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.setSourceMapsEnabled(true);
await import(pathToFileURL(supervisor).href);

function isRunning() {
  const file = join(process.env.GWANJE_HOME || ".gwanje", "supervisor.json");
  try {
    process.kill(JSON.parse(readFileSync(file, "utf8")).pid, 0);
    return true;
  } catch {
    return false;
  }
}
