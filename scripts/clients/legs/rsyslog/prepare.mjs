// rsyslog and what it needs, from the distribution's packages, unpacked into the leg's folder: nothing is installed, and no
// daemon of this machine starts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = ["rsyslog", "rsyslog-elasticsearch", "libestr0", "libfastjson4", "libcurl4"];

/** Answers the program's environment, or why there is none. */
export function prepare(dir) {
  const root = join(dir, "root");
  if (!existsSync(join(root, "usr", "sbin", "rsyslogd"))) {
    const debs = join(dir, "debs");
    mkdirSync(debs, { recursive: true });
    if (!run("apt-get", ["download", ...PACKAGES], debs))
      return {
        why: `apt-get download ${PACKAGES.join(" ")} failed; it needs Debian or Ubuntu and their packages`,
      };
    for (const deb of readdirSync(debs))
      if (!run("dpkg-deb", ["-x", deb, root], debs)) return { why: `dpkg-deb cannot unpack ${deb}` };
  }
  return { env: { GWANJE_CLIENT_RSYSLOG: root } };
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: "ignore" }).status === 0;
}
