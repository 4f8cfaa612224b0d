// Installs what package-lock.json says when node_modules does not hold exactly that.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Null when node_modules is right, else the reason in a few words. */
export function whyInstall(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (!present) return "not installed yet";
  for (const [path, entry] of Object.entries(wanted ?? {})) {
    if (path === "" || entry.link) continue;
    const have = present[path];
    // Packages for other machines are optional and absent.
    if (!have && !entry.optional && !entry.devOptional) return `${nameOf(path)} is missing`;
    if (have && have.version !== entry.version)
      return `${nameOf(path)} is ${have.version}, not ${entry.version}`;
  }
  return null;
}

export function installIfStale(root, say) {
  // The database's and the tasks' users read what is installed, whatever the shell's umask.
  process.umask(0o022);
  const why = whyInstall(root);
  if (!why) return openToReaders(root);
  say(`installing dependencies (${why})`);
  // Not `npm ci`: it refuses a lock file that lacks another machine's optional packages, and a lock file written against
  // a registry without them lacks them. This takes the same versions from the same file and does not rewrite it.
  // No install scripts: nothing of ours needs one, and some of them download from outside the registry.
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

/** An `npm install` under a umask of 077 has closed the packages to the tasks' users, which a worker that is root has. */
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
