import { spawnSync } from "node:child_process";
import { userInfo } from "node:os";
import { childEnv, hostEnvironment } from "@/lib/platform/env";

type Installer = { tool: string; refresh?: readonly string[]; install: readonly string[] };

/** Others may be installing something at this moment, as a fresh machine does by itself: apt waits for them. */
const PATIENT = ["-o", "DPkg::Lock::Timeout=300"];
const INSTALLERS: readonly Installer[] = [
  {
    tool: "apt-get",
    refresh: [...PATIENT, "update", "-qq"],
    install: [...PATIENT, "install", "-y", "-qq", "redis-server"],
  },
  { tool: "dnf", install: ["install", "-y", "-q", "valkey"] },
  { tool: "brew", install: ["install", "redis"] },
];

/** Installs a server with the machine's package manager; answers its name, or says what a person can do. */
export async function installRedis(
  say: (line: string) => void,
  find: () => string | undefined,
): Promise<string> {
  const installer = INSTALLERS.find(
    ({ tool }) => spawnSync("which", [tool], { stdio: "ignore" }).status === 0,
  );
  if (installer) {
    say(`Redis is missing: installing it with ${installer.tool}`);
    if (!run(installer, installer.install) && installer.refresh) {
      run(installer, installer.refresh);
      run(installer, installer.install);
    }
  }
  const found = find();
  if (found) return found;
  throw new Error(
    "There is no redis-server or valkey-server on PATH" +
      `${installer ? `, and ${installer.tool} could not install one` : ""}. ` +
      "Install Redis 7 or Valkey 8, or set REDIS_URL to a running one.",
  );
}

function run({ tool }: Installer, args: readonly string[]): boolean {
  const asRoot = tool === "brew" || userInfo().uid === 0;
  const [command, all] = asRoot ? [tool, [...args]] : ["sudo", ["-n", tool, ...args]];
  // A package manager needs the machine's own proxies and paths, unlike our servers.
  const env = childEnv({ ...hostEnvironment(), DEBIAN_FRONTEND: "noninteractive" });
  return spawnSync(command, all, { stdio: "ignore", env }).status === 0;
}
