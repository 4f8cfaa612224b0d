import { createHash, randomBytes } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, stat, symlink, utimes } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract } from "tar-stream";
import type { ObjectStore } from "@/lib/platform/storage";

export type CodeCacheDeps = {
  storage: ObjectStore;
  /** GWANJE_HOME, absolute. */
  home: string;
  /** The folder with the installation's node_modules. */
  root: string;
};

/** The bundle is missing, broken or has another hash. A retry changes nothing. */
export class CodeError extends Error {}

/** Limits of a bundle: it is source code, so a million files or gigabytes are a mistake or an attack. */
const MAX_FILES = 20_000;
const MAX_BYTES = 512 * 1024 * 1024;
/** Leftovers of a worker that was killed while unpacking are removed after this long. */
const STALE_MS = 60 * 60 * 1000;
const UNFINISHED = ".unpacking-";
/** Longer than nearly every attempt runs, and a bundle costs little to unpack again. */
const KEEP_MS = 30 * 24 * STALE_MS;

const unpacking = new Map<string, Promise<string>>();

/**
 * Returns the folder of the unpacked bundle `code/<sha256>`. A folder is renamed to its name only when it is complete,
 * so several workers may unpack at once and a killed one does no harm. Throws CodeError for an unusable bundle, and
 * other errors when the store is away.
 */
export function codeDir(deps: CodeCacheDeps, sha256: string): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    return Promise.reject(new CodeError("The version names no code bundle."));
  const dir = join(deps.home, "code", sha256);
  if (existsSync(dir)) {
    noteUse(dir);
    return Promise.resolve(dir);
  }
  const running = unpacking.get(dir);
  if (running) return running;
  const started = unpack(deps, sha256, dir).finally(() => unpacking.delete(dir));
  unpacking.set(dir, started);
  return started;
}

const lastNoted = new Map<string, number>();

/** `pruneCode` goes by the folder's access time, which file systems may not update themselves. */
function noteUse(dir: string): void {
  const now = Date.now();
  if (now - (lastNoted.get(dir) ?? 0) < STALE_MS) return;
  lastNoted.set(dir, now);
  stat(dir)
    .then(({ mtime }) => utimes(dir, new Date(now), mtime))
    .catch(() => {});
}

/**
 * Removes bundles that no attempt on this machine has used for `keepMs`, and returns how many. They are unpacked again
 * on demand.
 */
export async function pruneCode(home: string, now: number, keepMs = KEEP_MS): Promise<number> {
  const parent = join(home, "code");
  let removed = 0;
  for (const name of await readdir(parent).catch(() => [])) {
    if (name.startsWith(UNFINISHED)) continue;
    const dir = join(parent, name);
    const info = await stat(dir).catch(() => null);
    if (!info || now - Math.max(info.atimeMs, info.mtimeMs) < keepMs) continue;
    // Renamed first, so that a half removed folder has no valid name.
    const gone = join(parent, `${UNFINISHED}${name.slice(0, 12)}-pruned`);
    await rename(dir, gone);
    await rm(gone, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function unpack(deps: CodeCacheDeps, sha256: string, dir: string): Promise<string> {
  const parent = dirname(dir);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  await removeStale(parent);
  const object = await deps.storage.get(`code/${sha256}`);
  if (!object) throw new CodeError(`The code bundle code/${sha256} is not in the object store.`);
  const draft = join(parent, `${UNFINISHED}${sha256.slice(0, 12)}-${randomBytes(6).toString("hex")}`);
  await mkdir(draft, { mode: 0o755 });
  try {
    const found = await writeTar(object.body, draft);
    if (found !== sha256) throw new CodeError(`The code bundle code/${sha256} does not match its name.`);
    const modules = join(draft, "node_modules");
    if (!existsSync(modules)) await symlink(join(deps.root, "node_modules"), modules);
    await rename(draft, dir).catch((error: unknown) => {
      // Another worker was faster; its folder holds the same bytes.
      if (!existsSync(dir)) throw error;
    });
    return dir;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Unpacks files and folders, all below `into`; returns the sha256 of the tar. */
async function writeTar(tar: NodeJS.ReadableStream, into: string): Promise<string> {
  const hash = createHash("sha256");
  const tap = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes);
      done(null, bytes);
    },
  });
  const entries = extract();
  // The loop below throws the pipeline's error, because that destroys `entries`; this promise is not awaited.
  const piped = pipeline(tar, tap, entries);
  piped.catch(() => {});
  let [files, bytes] = [0, 0];
  for await (const entry of entries) {
    const { name, type, size = 0, mode = 0 } = entry.header;
    files += 1;
    bytes += size;
    if (files > MAX_FILES || bytes > MAX_BYTES) {
      throw new CodeError(`The code bundle is too large: over ${MAX_FILES} files or ${MAX_BYTES} bytes.`);
    }
    const path = placeOf(into, name);
    if (type === "directory") {
      await mkdir(path, { recursive: true, mode: 0o755 });
      entry.resume();
      continue;
    }
    if (type !== "file")
      throw new CodeError(`The code bundle holds ${name}, which is a ${type}, not a file.`);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await pipeline(entry, createWriteStream(path, { flags: "wx", mode: 0o644 }));
    if (mode & 0o100) await chmod(path, 0o755);
  }
  await piped;
  return hash.digest("hex");
}

function placeOf(into: string, name: string): string {
  const path = resolve(into, name);
  const inside = path.startsWith(into + sep) && !name.includes("\0");
  if (!inside || name.split("/").includes("..") || name.split("/")[0] === "node_modules") {
    throw new CodeError(`The code bundle holds ${JSON.stringify(name)}, which is not a place inside it.`);
  }
  return path;
}

async function removeStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const path = join(parent, name);
    const info = await stat(path).catch(() => null);
    if (info && Date.now() - info.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
