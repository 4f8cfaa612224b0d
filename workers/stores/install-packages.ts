import { execFile, spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { childEnv, hostEnvironment } from "@/lib/platform/env";

type Say = (line: string) => void;
type Manager = "apt-get" | "dnf" | "brew";
type Installer = { manager: Manager; refresh?: readonly string[]; install: readonly string[] };
type Package = { name: string; program: string };

/** apt waits for its lock, because a fresh machine installs updates by itself. */
const PATIENT = ["-o", "DPkg::Lock::Timeout=300"];
const INSTALLERS: readonly Installer[] = [
  {
    manager: "apt-get",
    refresh: [...PATIENT, "update", "-qq"],
    install: [...PATIENT, "install", "-y", "-qq", "--no-install-recommends"],
  },
  { manager: "dnf", install: ["install", "-y", "-q"] },
  { manager: "brew", install: ["install"] },
];
const REDIS: Record<Manager, string> = { "apt-get": "redis-server", dnf: "valkey", brew: "redis" };
/** Packages for isolating tasks: namespaces, packet filter, network interfaces. */
const TASK_TOOLS: readonly Package[] = [
  { name: "bubblewrap", program: "bwrap" },
  { name: "nftables", program: "nft" },
  { name: "iproute2", program: "ip" },
];

/** Installs a server with the machine's package manager and returns its name, or throws with advice. */
export async function installRedis(say: Say, find: () => string | undefined): Promise<string> {
  const installer = INSTALLERS.find(({ manager }) => isOnPath(manager));
  if (installer) {
    say(`Redis is missing: installing it with ${installer.manager}`);
    await install(installer, [REDIS[installer.manager]]);
  }
  const found = find();
  if (found) return found;
  throw new Error(
    "There is no redis-server or valkey-server on PATH" +
      `${installer ? `, and ${installer.manager} could not install one` : ""}. ` +
      "Install Redis 7 or Valkey 8, or set REDIS_URL to a running one.",
  );
}

/**
 * Installs the isolation packages on Linux as root with apt-get. Without them the installation starts all the same, and
 * the worker reports its isolation.
 */
export async function installTaskTools(say: Say): Promise<void> {
  const missing = TASK_TOOLS.filter(({ program }) => !isOnPath(program));
  const apt = INSTALLERS.find(({ manager }) => manager === "apt-get" && isOnPath(manager));
  if (missing.length === 0 || !apt || process.platform !== "linux" || userInfo().uid !== 0) return;
  const names = missing.map(({ name }) => name);
  say(`installing ${names.join(", ")} with ${apt.manager}: tasks are isolated with them`);
  await install(apt, names);
  const absent = missing.filter(({ program }) => !isOnPath(program)).map(({ name }) => name);
  if (absent.length > 0) say(`${apt.manager} could not install ${absent.join(", ")}; going on without`);
}

async function install(installer: Installer, packages: readonly string[]): Promise<void> {
  const { manager, refresh } = installer;
  if ((await run(manager, [...installer.install, ...packages])) || !refresh) return;
  await run(manager, refresh);
  await run(manager, [...installer.install, ...packages]);
}

/** Returns false when it failed. May take minutes; does not block. */
function run(manager: Manager, args: readonly string[]): Promise<boolean> {
  const asRoot = manager === "brew" || userInfo().uid === 0;
  const [command, all] = asRoot ? [manager, [...args]] : ["sudo", ["-n", manager, ...args]];
  // A package manager needs the machine's own proxies and paths, unlike our servers.
  const env = childEnv({ ...hostEnvironment(), DEBIAN_FRONTEND: "noninteractive" });
  return promisify(execFile)(command, all, { env, maxBuffer: 64 * 1024 * 1024 }).then(
    () => true,
    () => false,
  );
}

function isOnPath(program: string): boolean {
  return spawnSync("which", [program], { stdio: "ignore" }).status === 0;
}
