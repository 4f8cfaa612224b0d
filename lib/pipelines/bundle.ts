import { extract } from "tar-stream";
import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { ownDefinition, withDefinition } from "./definition";
import { bundleKey } from "./keys";
import * as repository from "./repository";
import { BundleFile, DagId, type VersionFile, type VersionFiles } from "./schema";

const MOST_TEXT_BYTES = 1024 * 1024;
const Version = z.strictObject({ dag_id: DagId, number: z.coerce.number().int().min(1) });

/**
 * Stores a bundle under its content's address and returns the sha256; storing it twice is harmless. `files` are the
 * author's, for display; the tar may hold compiled ones too.
 */
export async function storeBundle(
  deps: Pick<Deps, "db" | "storage">,
  bundle: { tar: Uint8Array; files: readonly BundleFile[] },
): Promise<string> {
  const sha256 = sha256Hex(bundle.tar);
  const key = bundleKey(sha256);
  // The row first: `expireBundles` now sees a new bundle and leaves the object alone.
  await poolTransaction(deps.db.pool, async (sql) => {
    await repository.lockBundle(sql, sha256);
    await repository.upsertBundle(sql, { sha256, sizeBytes: bundle.tar.byteLength, files: bundle.files });
  });
  const kept = await deps.storage.head(key);
  if (kept?.sizeBytes !== bundle.tar.byteLength)
    await deps.storage.putBytes(key, bundle.tar, "application/x-tar");
  return sha256;
}

/**
 * Removes unused bundles older than `days` and returns how many. Takes the lock of storing a bundle, so a bundle that
 * was just stored stays. A failure leaves the row to the next call.
 */
export async function expireBundles(
  { db, storage, log }: Pick<Deps, "db" | "storage" | "log">,
  days: number,
): Promise<number> {
  let gone = 0;
  for (const sha256 of await repository.unusedBundles(poolSql(db.pool), days)) {
    try {
      await poolTransaction(db.pool, async (sql) => {
        await repository.lockBundle(sql, sha256);
        if (!(await repository.deleteUnusedBundle(sql, sha256, days))) return;
        await storage.remove(bundleKey(sha256));
        gone += 1;
      });
    } catch (error) {
      log.warn({ err: error, sha256 }, "an unused code bundle was not removed; the next round tries again");
    }
  }
  return gone;
}

/** The definition and the files of a version's code, without generated ones. */
export const listVersionFiles = read(
  "pipelines:read",
  Version,
  async (ctx, { dag_id, number }): Promise<VersionFiles> => {
    const version = await repository.getVersionWithBundle(ctx.db.prisma, dag_id, number);
    return { code_sha256: version.codeSha256, ...withDefinition(version, filesOf(version.bundle)) };
  },
);

/** One file of a version's code, as text if it is text. */
export const getVersionFile = read(
  "pipelines:read",
  Version.extend({ path: z.array(z.string().min(1)).min(1) }),
  async (ctx, { dag_id, number, path }): Promise<VersionFile> => {
    const version = await repository.getVersionWithBundle(ctx.db.prisma, dag_id, number);
    const { codeSha256 } = version;
    const wanted = path.join("/");
    const file = withDefinition(version, filesOf(version.bundle)).data.find((one) => one.path === wanted);
    const own = ownDefinition(version);
    if (file && own?.path === wanted) return { ...file, text: own.text, is_binary: false };
    if (!file || codeSha256 === null) throw new NotFoundError("file", wanted);
    if (file.size_bytes > MOST_TEXT_BYTES) return { ...file, text: null, is_binary: false };
    const bytes = await fileInBundle(ctx, codeSha256, wanted);
    const text = textOf(bytes);
    return { ...file, text, is_binary: text === null };
  },
);

/** Streams the tar and stops at the file, so a bundle is never in memory as a whole. */
async function fileInBundle(
  { storage }: Pick<Deps, "storage">,
  sha256: string,
  path: string,
): Promise<Buffer> {
  const stored = await storage.get(bundleKey(sha256));
  if (!stored) throw new NotFoundError("code bundle", sha256);
  const entries = stored.body.pipe(extract());
  stored.body.once("error", (error) => entries.destroy(error));
  try {
    for await (const entry of entries) {
      if (entry.header.name === path) return await bytesOf(entry);
      entry.resume();
    }
  } finally {
    stored.body.destroy();
  }
  throw new NotFoundError("file", path);
}

async function bytesOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of entry) if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Null for bytes that are not UTF-8 or contain NUL, as binary formats do. */
function textOf(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function filesOf(bundle: { files: unknown } | null): BundleFile[] {
  if (!bundle) return [];
  const parsed = z.array(BundleFile).safeParse(bundle.files);
  if (!parsed.success) throw new InvalidError("The list of the bundle's files cannot be read.");
  return parsed.data;
}
