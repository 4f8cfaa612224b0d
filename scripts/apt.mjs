// Packages of the distribution, for tests.
import { spawn, spawnSync } from "node:child_process";

/** apt waits for its lock, because a fresh machine installs updates by itself. */
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

/** Installs one package, updating the list of packages if need be. Takes a minute; does not block. */
export async function aptInstall(name) {
  const install = ["install", "-y", "-qq", "--no-install-recommends", name];
  if (await apt(install)) return true;
  await apt(["update", "-qq"]);
  return apt(install);
}

export function has(program) {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}
