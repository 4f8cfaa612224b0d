/**
 * The parts of one upload in one file, each at its place, so that completing the upload copies nothing. The first part that
 * arrives says how long a place is. A longer part, or one that is sent again, has a file of its own, and then the parts
 * are copied together.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as z from "zod";
import { nullIfMissing, pour, type Written } from "./object-file";

const Place = z.object({ etag: z.string(), sizeBytes: z.number(), at: z.number() });
export type Place = z.infer<typeof Place>;

export const wholeFile = (folder: string) => join(folder, "whole");
const placeFile = (folder: string, number: number) => join(folder, `${number}.place`);

/** How many parts are being written into the file of a folder; a file that is being finished takes none. */
const writers = new Map<string, number>();
const finishing = new Set<string>();

/** Runs `finish` while no part is written into the file; false, and nothing done, when one is under way. */
export async function whileUnwritten(folder: string, finish: () => Promise<void>): Promise<boolean> {
  if (writers.has(folder) || finishing.has(folder)) return false;
  finishing.add(folder);
  try {
    await finish();
    return true;
  } finally {
    finishing.delete(folder);
  }
}

/** Null when the part has no place here; then none of its bytes was read. */
export async function putInPlace(
  folder: string,
  number: number,
  body: { content: Readable; expectedBytes: number | undefined; durable: boolean },
): Promise<Written | null> {
  if (finishing.has(folder)) return null;
  writers.set(folder, (writers.get(folder) ?? 0) + 1);
  try {
    return await writePart(folder, number, body);
  } finally {
    const left = (writers.get(folder) ?? 0) - 1;
    if (left > 0) writers.set(folder, left);
    else writers.delete(folder);
  }
}

async function writePart(
  folder: string,
  number: number,
  body: { content: Readable; expectedBytes: number | undefined; durable: boolean },
): Promise<Written | null> {
  const { content, expectedBytes, durable } = body;
  if (!expectedBytes) return null;
  const length = await placeBytes(folder, expectedBytes);
  if (expectedBytes > length) return null;
  const claim = await open(placeFile(folder, number), "wx", 0o600).catch(nullIfThere);
  if (!claim) return null;
  try {
    const at = (number - 1) * length;
    const file = await open(wholeFile(folder), constants.O_WRONLY | constants.O_CREAT, 0o600);
    try {
      const written = await pour(file, content, { at, expectedBytes });
      if (durable) await file.datasync();
      const place: Place = { etag: written.md5, sizeBytes: written.sizeBytes, at };
      await claim.writeFile(JSON.stringify(place));
      if (durable) await claim.datasync();
      return written;
    } finally {
      await file.close();
    }
  } finally {
    await claim.close();
  }
}

/** Null for a part that is not here, or did not arrive whole. */
export async function placeOf(folder: string, number: number): Promise<Place | null> {
  const text = await readFile(placeFile(folder, number), "utf8").catch(nullIfMissing);
  return text ? Place.parse(JSON.parse(text)) : null;
}

/** The length of a place: that of the first part, which a file keeps. It appears with its content or not at all. */
async function placeBytes(folder: string, ofThisPart: number): Promise<number> {
  const path = join(folder, "place-bytes");
  const known = await readFile(path, "utf8").catch(nullIfMissing);
  if (known !== null) return Number(known);
  const draft = join(folder, `place-bytes-${randomBytes(6).toString("hex")}`);
  await writeFile(draft, String(ofThisPart));
  await link(draft, path).catch(nullIfThere);
  return Number(await readFile(path, "utf8"));
}

function nullIfThere(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "EEXIST") return null;
  throw error;
}
