// Installs package-lock.json when node_modules differs from it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Null when node_modules is up to date, else a short reason. */
export function whyInstall(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (!present) return "not installed yet";
  for (const [path, entry] of Object.entries(wanted ?? {})) {
    if (path === "" || entry.link) continue;
    const have = present[path];
    // Optional packages for other machines are missing here.
    if (!have && !entry.optional && !entry.devOptional) return `${nameOf(path)} is missing`;
    if (have && have.version !== entry.version)
      return `${nameOf(path)} is ${have.version}, not ${entry.version}`;
  }
  return null;
}

export function installIfStale(root, say) {
  // The users of the database and of tasks must read the packages, whatever the shell's umask.
  process.umask(0o022);
  const why = whyInstall(root);
  if (!why) return openToReaders(root);
  say(`installing dependencies (${why})`);
  // Not `npm ci`, which refuses a lock file without other machines' optional packages, and some registries leave those
  // out. This installs the same versions and does not rewrite the file. No install scripts: we need none, and some
  // download from elsewhere.
  const flags = [
    "--no-save",
    "--include=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { status } = spawnSync("npm", ["install", ...flags], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0)
    throw new Error("npm install failed; see above. It needs the npm registry or a warm npm cache.");
}

/** An `npm install` under a umask of 077 closes the packages to the tasks' users. */
function openToReaders(root) {
  const { mode } = statSync(join(root, "node_modules", ".package-lock.json"));
  if (process.getuid?.() === 0 && (mode & 0o004) === 0)
    spawnSync("chmod", ["-R", "a+rX", join(root, "node_modules")], { stdio: "ignore" });
}

function packagesOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null;
}

function nameOf(path) {
  return path.split("node_modules/").at(-1);
}
