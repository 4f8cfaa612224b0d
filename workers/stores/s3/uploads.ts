import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as z from "zod";
import { nullIfMissing, readObject, statObjectFile, type Written } from "./object-file";
import { placeOf, putInPlace, wholeFile } from "./parts-in-place";
import { badRequest, notFound } from "./s3-error";

const Upload = z.object({ key: z.string(), headers: z.record(z.string(), z.string()) });
export type Upload = z.infer<typeof Upload>;
export type Part = { number: number; etag: string };
type PartBody = {
  content: Readable;
  expectedBytes: number | undefined;
  durable: boolean;
  /** Writes the same content to an object file. */
  write(path: string): Promise<Written>;
};
/** Bytes of one part, from `at` on in a file. */
type Piece = { path: string; at: number; sizeBytes: number; etag: string; isInPlace: boolean };
type Assembled = {
  pieces: Piece[];
  sizeBytes: number;
  etag: string;
  /** The file that needs no copying, only its metadata; null when the pieces are apart. */
  whole: string | null;
};

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

  /** Writes a part to its place in the file of all parts, or to a file of its own. */
  async put(id: string, number: number, body: PartBody): Promise<Written> {
    const own = this.partPath(id, number);
    return (await putInPlace(this.folder(id), number, body)) ?? body.write(own);
  }

  private async piece(id: string, number: number): Promise<Piece | null> {
    const path = this.partPath(id, number);
    // A part that was sent again is newer than the one in place.
    const own = await statObjectFile(path);
    if (own) return { path, at: 0, sizeBytes: own.sizeBytes, etag: own.meta.etag, isInPlace: false };
    const place = await placeOf(this.folder(id), number);
    return place && { ...place, path: wholeFile(this.folder(id)), isInPlace: true };
  }

  private partPath(id: string, number: number): string {
    if (!Number.isInteger(number) || number < 1 || number > 10_000) {
      throw badRequest("InvalidArgument", "Part number must be between 1 and 10000.");
    }
    return join(this.folder(id), String(number));
  }

  /** Where the parts are, in their order, with S3's ETag for all of them. */
  async assemble(id: string, parts: readonly Part[]): Promise<Assembled> {
    const ordered = [...parts].sort((one, other) => one.number - other.number);
    const pieces: Piece[] = [];
    const hash = createHash("md5");
    for (const { number, etag } of ordered) {
      const piece = await this.piece(id, number);
      if (piece?.etag !== etag)
        throw badRequest("InvalidPart", `Part ${number} was not uploaded with this tag.`);
      hash.update(Buffer.from(etag, "hex"));
      pieces.push(piece);
    }
    const sizeBytes = pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0);
    return { pieces, sizeBytes, etag: `${hash.digest("hex")}-${ordered.length}`, whole: wholeOf(pieces) };
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

/** The file that has all pieces one behind the other from its start on, if there is one. */
function wholeOf(pieces: readonly Piece[]): string | null {
  const path = pieces[0]?.path;
  let end = 0;
  for (const piece of pieces) {
    if (!piece.isInPlace || piece.at !== end) return null;
    end += piece.sizeBytes;
  }
  return path ?? null;
}

/** The pieces as one stream. */
export function concatenated(pieces: readonly Piece[]): Readable {
  return Readable.from(bytesOf(pieces), { objectMode: false });
}

async function* bytesOf(pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const { path, at, sizeBytes } of pieces) {
    if (sizeBytes === 0) continue;
    yield* readObject(await open(path), at, at + sizeBytes - 1) as AsyncIterable<Buffer>;
  }
}
