import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { childEnv, searchPath } from "@/lib/platform/env";
import { etcWords } from "./etc";
import { pathOfUser } from "./reach";
import { foldersAbove, hiddenInSystem, homeOfProgram, isOfSystem, viewOf } from "./view";

/** The walls around a task: its own namespaces and view of the machine, made by bubblewrap. */
export type Walls = {
  /** PATH of the task. */
  readonly searchPath: string;
  /** Arguments of bubblewrap for one attempt. */
  words(attempt: {
    dir: string;
    /** Its /etc (etc.ts). */
    etc: string;
    readable: readonly string[];
    resolvConf: string | null;
  }): string[];
  /** Arguments before the command, which drop the last rights inside. */
  drop(uid: number | null): string[];
};

export type WallsOptions = {
  /** Parts of the installation that tasks need: packages, SDK, programs. */
  needs: readonly string[];
  /** The installation's folders; tasks see nothing else of it. */
  hidden: readonly string[];
  mounts: readonly string[];
  memoryMb: number;
};

const NAMESPACES = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--die-with-parent", "--new-session"];
/** Capabilities for changing the user, dropped right after it. */
const TO_DROP = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((name) => ["--cap-add", name]);
const MB = 1024 * 1024;
const PROBE_MS = 20_000;

/** `uid`: a user id for tasks; null when the worker is not root. Returns the reason when walls are not possible. */
export function buildWalls(uid: number | null, options: WallsOptions): Walls | { why: string } {
  const help = run(["bwrap", "--help"]);
  if (!help.ok) return { why: "bubblewrap (bwrap) is not installed" };
  const hidden = [...new Set(options.hidden)];
  const python = pythonFolders(hidden);
  const path = [...python.path, ...openPath(uid), dirname(process.execPath)];
  const view = viewOf({
    readable: [...path, ...python.prefixes, ...homeOfProgram(process.execPath, hidden), ...options.needs],
    hidden,
    mounts: options.mounts,
    memoryBytes: options.memoryMb * MB,
    canSize: help.text.includes("--size"),
  });
  const noUserns = help.text.includes("--disable-userns") ? ["--disable-userns"] : [];
  const rights = uid === null ? ["--unshare-user", ...noUserns] : ["--cap-drop", "ALL", ...TO_DROP];
  const walls: Walls = {
    searchPath: [...new Set(path)].join(":"),
    words: ({ dir, etc, readable, resolvConf }) => [
      ...NAMESPACES,
      ...rights,
      ...view,
      ...etcWords(etc),
      ...(resolvConf === null ? [] : ["--ro-bind", resolvConf, "/etc/resolv.conf"]),
      ...foldersAbove([...readable, dir], hidden),
      ...readable.flatMap((one) => ["--ro-bind", one, one]),
      ...["--bind", dir, dir],
      ...["/", ...hiddenInSystem(hidden)].flatMap((path) => ["--remount-ro", path]),
      ...["--chdir", "/"],
    ],
    drop: (id) => (id === null ? [] : dropTo(id)),
  };
  const test = options.needs.map((need) => `[ -r '${need.replaceAll("'", "'\\''")}' ]`).join(" && ");
  const probe = [
    "bwrap",
    // Stands in for an attempt's folder: exists everywhere and has none of our files.
    ...walls.words({ dir: "/sys", etc: "/etc", readable: [], resolvConf: null }),
    "--",
    ...walls.drop(uid),
  ];
  const tried = run([...probe, "/bin/sh", "-c", test || ":"]);
  return tried.ok ? walls : { why: `bubblewrap cannot make its namespaces here (${tried.text.trim()})` };
}

function dropTo(id: number): string[] {
  const identity = ["--reuid", String(id), "--regid", String(id), "--clear-groups"];
  return ["/usr/bin/setpriv", ...identity, "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--"];
}

/** Folders of PATH that the task's user may enter. */
function openPath(uid: number | null): string[] {
  const given = uid === null ? searchPath() : (pathOfUser(uid, []) ?? "/usr/bin:/bin");
  return given.split(":").filter((dir) => dir.startsWith("/") && existsSync(dir));
}

/** The real python3 behind a shim on this worker's PATH: a virtual environment, pyenv, conda. */
function pythonFolders(hidden: readonly string[]): { path: string[]; prefixes: string[] } {
  const asked = run(["python3", "-c", "import sys; print(sys.prefix); print(sys.base_prefix)"]);
  if (!asked.ok) return { path: [], prefixes: [] };
  const prefixes = asked.text
    .trim()
    .split("\n")
    .filter((prefix) => !isOfSystem(prefix, hidden) && existsSync(join(prefix, "bin", "python3")));
  return { path: prefixes.slice(0, 1).map((prefix) => join(prefix, "bin")), prefixes };
}

function run([program = "", ...args]: readonly string[]): { ok: boolean; text: string } {
  const env = childEnv({ PATH: searchPath() });
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: "/",
    env,
    encoding: "utf8",
    timeout: PROBE_MS,
  });
  return { ok: status === 0, text: status === 0 ? stdout : stderr || String(error?.message ?? "") };
}
