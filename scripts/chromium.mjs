// A real Chromium for the browser tests: the one on PATH, else the distribution's package. Never Playwright's download.
import { spawn, spawnSync } from "node:child_process";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Answers the path of the program. Installing takes a minute and blocks nothing. */
export async function ensureChromium(say) {
  const found = find();
  if (found) return found;
  if (has("apt-get")) {
    say("Chromium is missing: installing it with apt-get");
    const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
    if (!(await apt(install))) {
      await apt(["update", "-qq"]);
      await apt(install);
    }
  }
  const installed = find();
  if (installed) return installed;
  throw new Error(
    "There is no Chromium on PATH and it could not be installed. Install the package chromium, or set CHROMIUM_PATH.",
  );
}

/** Others may be installing something at this moment, as a fresh machine does by itself: it waits for them. */
function apt(args) {
  const all = ["-o", "DPkg::Lock::Timeout=300", ...args];
  const asRoot = process.getuid?.() === 0;
  const child = spawn(asRoot ? "apt-get" : "sudo", asRoot ? all : ["-n", "apt-get", ...all], {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
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

function has(name) {
  return spawnSync("which", [name], { stdio: "ignore" }).status === 0;
}
