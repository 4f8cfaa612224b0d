import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a task sees of the machine, as words for bubblewrap. What is not named here is not there. */

/** Programs and their libraries. Where a system keeps /bin inside /usr, the name is a link, and stays one. */
const SYSTEM = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "nix"];
/** Graphics cards compute; without them half of a team's tasks are useless. */
const DEVICES = /^(nvidia|kfd$|dri$)/;

export type ViewOptions = {
  /** Folders and files that tasks may read where they lie. */
  readable: readonly string[];
  /** The installation's folders: where they lie in a folder of the system (/opt), what is not readable is not there either. */
  hidden: readonly string[];
  /** GWANJE_TASK_MOUNTS: folders of the machine that are there as their own permissions say. */
  mounts: readonly string[];
  /** Of each of the folders that lie in memory. */
  memoryBytes: number;
  /** Old versions of bubblewrap cannot bound them. */
  canSize: boolean;
};

export function viewOf(options: ViewOptions): string[] {
  const bounded = options.canSize ? ["--size", String(options.memoryBytes)] : [];
  const inMemory = (path: string) => [...bounded, "--perms", "1777", "--tmpfs", path];
  const { hidden } = options;
  const readable = [...new Set(options.readable)].filter(
    (path) => existsSync(path) && !isOfSystem(path, hidden),
  );
  return [
    ...SYSTEM.flatMap((name) => systemFolder(name)),
    ...["/var", "/run"].flatMap(openFolder),
    ...readOnly("/sys"),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...namesIn("/dev", (name) => DEVICES.test(name)).flatMap((path) => ["--dev-bind", path, path]),
    ...inMemory("/dev/shm"),
    ...inMemory("/tmp"),
    ...["--symlink", "../tmp", "/var/tmp"],
    ...hiddenInSystem(hidden).flatMap((path) => ["--perms", "0755", "--tmpfs", path]),
    ...foldersAbove([...readable, ...options.mounts], hidden),
    ...readable.flatMap((path) => ["--ro-bind-try", path, path]),
    ...options.mounts.flatMap((path) => ["--bind-try", path, path]),
  ];
}

/** Bubblewrap makes the folders on the way to a mount for itself alone; these let the task's user pass. */
export function foldersAbove(paths: readonly string[], hidden: readonly string[]): string[] {
  const found = new Set<string>();
  for (const path of paths)
    for (let dir = dirname(path); dir !== "/" && !isOfSystem(dir, hidden); dir = dirname(dir)) found.add(dir);
  return [...found]
    .filter((dir) => dir !== "/tmp")
    .sort((a, b) => a.length - b.length)
    .flatMap(openFolder);
}

function openFolder(path: string): string[] {
  return ["--perms", "0755", "--dir", path];
}

/** Whether a path lies in what every task sees anyway. */
export function isOfSystem(path: string, hidden: readonly string[]): boolean {
  return SYSTEM.some((name) => isIn(path, `/${name}`)) && !hidden.some((folder) => isIn(path, folder));
}

/** Those that would be seen with the system's folder around them; the outer one hides those inside of it. */
export function hiddenInSystem(hidden: readonly string[]): string[] {
  return hidden.filter(
    (path) =>
      existsSync(path) &&
      isOfSystem(path, []) &&
      !hidden.some((other) => other !== path && isIn(path, other)),
  );
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/**
 * The folder that a program brings its libraries in, when it is not of the system: of `X/bin/program` it is X, if X looks
 * like one, so that a program in somebody's ~/bin does not show all of their home.
 */
export function homeOfProgram(program: string, hidden: readonly string[]): string[] {
  const real = realpathSync(program);
  if (isOfSystem(real, hidden)) return [];
  const prefix = dirname(dirname(real));
  const isPrefix = existsSync(join(prefix, "lib")) && existsSync(join(prefix, "include"));
  return isPrefix ? [prefix] : [dirname(real)];
}

function systemFolder(name: string): string[] {
  const path = `/${name}`;
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (!info) return [];
  return info.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : readOnly(path);
}

function readOnly(path: string): string[] {
  return ["--ro-bind", path, path];
}

function namesIn(dir: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(dir)
    .filter(wanted)
    .map((name) => join(dir, name))
    .filter((path) => existsSync(path));
}
