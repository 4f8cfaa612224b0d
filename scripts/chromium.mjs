// A real Chromium for the browser tests: the one on PATH, else the distribution's package. Never Playwright's download.
import { spawnSync } from "node:child_process";
import { aptInstall, has } from "./apt.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Returns the path of the program. Installing takes a minute and does not block. */
export async function ensureChromium(say) {
  const found = find();
  if (found) return found;
  if (has("apt-get")) {
    say("Chromium is missing: installing it with apt-get");
    await aptInstall("chromium");
  }
  const installed = find();
  if (installed) return installed;
  throw new Error(
    "There is no Chromium on PATH and it could not be installed. Install the package chromium, or set CHROMIUM_PATH.",
  );
}

function find() {
  const given = [process.env.CHROMIUM_PATH, ...NAMES, ...(process.platform === "darwin" ? [MAC] : [])];
  for (const name of given) {
    if (name && spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0) return which(name);
  }
  return undefined;
}

function which(name) {
  return name.includes("/") ? name : spawnSync("which", [name], { encoding: "utf8" }).stdout.trim();
}
