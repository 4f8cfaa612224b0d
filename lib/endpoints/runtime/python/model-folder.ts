import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openStoredFile, storedFiles } from "@/lib/experiments";
import type { Deps } from "@/lib/platform/context";
import { ConflictError } from "@/lib/platform/errors";
import { MODEL } from "../../values";

type Files = Pick<Deps, "storage">;
const NOWHERE = null;

/** What all files of a model are, as one text: their names and their bytes. Throws ConflictError for too many and too large ones. */
export function digestOf(deps: Files, address: string): Promise<string> {
  return readAll(deps, address, () => NOWHERE);
}

/** Writes them into a folder; returns the same. */
export function copyModel(deps: Files, address: string, folder: string): Promise<string> {
  return readAll(deps, address, async (path) => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    return createWriteStream(file, { mode: 0o600 });
  });
}

async function readAll(
  deps: Files,
  address: string,
  to: (path: string) => Promise<Writable> | null,
): Promise<string> {
  const { files, complete } = await storedFiles(deps, address, MODEL.filesBeside);
  const bytes = files.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  if (!complete || bytes > MODEL.fileBytes)
    throw new ConflictError(
      `The model cannot be served: it has more than ${MODEL.filesBeside} files, or more than ${MODEL.fileBytes} bytes.`,
    );
  const all = createHash("sha256");
  for (const { path } of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    const stored = await openStoredFile(deps, address, path);
    if (!stored)
      throw new ConflictError(`The model cannot be served: its file ${JSON.stringify(path)} is not there.`);
    const own = createHash("sha256");
    const target = await to(path);
    if (target) await pipeline(stored.body, passing(own), target);
    else await pipeline(stored.body, own);
    all.update(`${JSON.stringify(path)} ${own.digest("hex")}\n`);
  }
  return all.digest("hex");
}

function passing(hash: Hash): Transform {
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part);
      done(null, part);
    },
  });
}
