import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as z from "zod";
import { nullIfMissing, openObjectFile, readObject, statObjectFile } from "./object-file";
import { badRequest, notFound } from "./s3-error";

const Upload = z.object({ key: z.string(), headers: z.record(z.string(), z.string()) });
export type Upload = z.infer<typeof Upload>;
export type Part = { number: number; etag: string };

/** Unfinished uploads older than this are removed. */
const ABANDONED_AFTER_MS = 7 * 24 * 60 * 60_000;

/** Multipart uploads in progress, one folder each; a part is an object file named by its number. */
export class Uploads {
  constructor(private readonly dir: string) {}

  async begin(id: string, upload: Upload): Promise<void> {
    await mkdir(this.folder(id), { recursive: true });
    await writeFile(join(this.folder(id), "upload.json"), JSON.stringify(upload));
  }

  async get(id: string): Promise<Upload> {
    const text = await readFile(join(this.folder(id), "upload.json"), "utf8").catch(nullIfMissing);
    if (text === null)
      throw notFound("NoSuchUpload", "The upload does not exist; it may have been finished or aborted.");
    return Upload.parse(JSON.parse(text));
  }

  partPath(id: string, number: number): string {
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw badRequest("InvalidArgument", "Part number must be between 1 and 10000.");
    }
    return join(this.folder(id), String(number));
  }

  /** The parts as one stream, with S3's ETag for them. */
  async assemble(
    id: string,
    parts: readonly Part[],
  ): Promise<{ content: Readable; etag: string; sizeBytes: number }> {
    const ordered = [...parts].sort((one, other) => one.number - other.number);
    const paths: string[] = [];
    const hash = createHash("md5");
    let sizeBytes = 0;
    for (const { number, etag } of ordered) {
      const path = this.partPath(id, number);
      const stored = await statObjectFile(path);
      if (stored?.meta.etag !== etag)
        throw badRequest("InvalidPart", `Part ${number} was not uploaded with this tag.`);
      hash.update(Buffer.from(etag, "hex"));
      sizeBytes += stored.sizeBytes;
      paths.push(path);
    }
    return {
      content: Readable.from(concatenate(paths), { objectMode: false }),
      etag: `${hash.digest("hex")}-${ordered.length}`,
      sizeBytes,
    };
  }

  async remove(id: string): Promise<void> {
    await rm(this.folder(id), { recursive: true, force: true });
  }

  async sweep(now: Date): Promise<void> {
    for (const id of (await readdir(this.dir).catch(nullIfMissing)) ?? []) {
      const { mtimeMs } = await stat(join(this.dir, id));
      if (now.getTime() - mtimeMs > ABANDONED_AFTER_MS)
        await rm(join(this.dir, id), { recursive: true, force: true });
    }
  }

  private folder(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw notFound("NoSuchUpload", "The upload does not exist.");
    return join(this.dir, id);
  }
}

async function* concatenate(paths: readonly string[]): AsyncGenerator<Buffer> {
  for (const path of paths) {
    const opened = await openObjectFile(path);
    if (!opened) throw new Error(`${path} disappeared`);
    const { file, stored } = opened;
    if (stored.sizeBytes === 0) await file.close();
    else yield* readObject(file, 0, stored.sizeBytes - 1) as AsyncIterable<Buffer>;
  }
}
