import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The part of the machine that a task sees, as arguments of bubblewrap. Everything else does not exist for it. */

/** Programs and libraries. Where /bin is a link into /usr, it stays a link. */
const SYSTEM = ["usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "opt", "nix"];
/** Graphics cards, which half of a team's tasks need. */
const DEVICES = /^(nvidia|kfd$|dri$)/;

export type ViewOptions = {
  /** Folders and files that tasks may read in place. */
  readable: readonly string[];
  /** The installation's folders. Inside a visible system folder (/opt), unreadable parts are hidden. */
  hidden: readonly string[];
  /** GWANJE_TASK_MOUNTS: folders of the machine, with their own permissions. */
  mounts: readonly string[];
  /** Size of each folder in memory. */
  memoryBytes: number;
  /** Old versions of bubblewrap cannot limit them. */
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

/** Bubblewrap creates parent folders of a mount for itself only; these let the task's user pass. */
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

/** True for a path that every task sees anyway. */
export function isOfSystem(path: string, hidden: readonly string[]): boolean {
  return SYSTEM.some((name) => isIn(path, `/${name}`)) && !hidden.some((folder) => isIn(path, folder));
}

/** Folders that are visible with a system folder around them; an outer one covers those inside. */
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
 * The folder with a program's libraries, outside the system: for `X/bin/program` it is X if X looks like an
 * installation, so that a program in ~/bin does not show the whole home folder.
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
