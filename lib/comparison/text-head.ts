import { AppError } from "@/lib/platform/errors";
import type { ObjectStore } from "@/lib/platform/storage";

export type TextHead = { text: string; isWhole: boolean; sizeBytes: number };

/** The beginning of an object as text; null when it is not there. A character that the limit cuts is left out. */
export async function headOfFile(
  storage: ObjectStore,
  key: string,
  mostBytes: number,
): Promise<TextHead | null> {
  const found = await storage.get(key, `bytes=0-${mostBytes - 1}`).catch((error: unknown) => {
    // No range lies inside an empty object.
    if (error instanceof AppError && error.code === "RANGE_NOT_SATISFIABLE") return "empty" as const;
    throw error;
  });
  if (found === null) return null;
  if (found === "empty") return { text: "", isWhole: true, sizeBytes: 0 };
  const parts: Buffer[] = [];
  for await (const part of found.body) parts.push(Buffer.from(part));
  const bytes = Buffer.concat(parts);
  const [, size] = /\/(\d+)$/.exec(found.contentRange ?? "") ?? [];
  const sizeBytes = size === undefined ? bytes.length : Number(size);
  return {
    text: new TextDecoder().decode(bytes, { stream: bytes.length < sizeBytes }),
    isWhole: bytes.length >= sizeBytes,
    sizeBytes,
  };
}
