import { constants } from "node:fs";
import { open } from "node:fs/promises";
import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { parseExactJson } from "@/lib/platform/exact-json";
import { ERROR_CODES } from "@/lib/runs";
import { cutText, isStorable, storableText } from "./storable";

const RESULT_LIMIT_BYTES = 1024 * 1024;
const DETAIL_CHARS = 10_000;
export type ResultRead =
  | { ok: true; value: unknown }
  | { ok: false; code: "result_too_large" | "result_invalid"; detail: string };
type TextRead = { ok: true; value: string } | Exclude<ResultRead, { ok: true }>;

/** The content of GWANJE_RESULT_FILE; null when it is empty. */
export async function readResult(file: string, uid: number | null = null): Promise<ResultRead> {
  const read = await readOwn(file, uid);
  if (!read.ok || read.value.trim() === "") return read.ok ? { ok: true, value: null } : read;
  try {
    const value = parseExactJson(read.value);
    refuseUnstorable(value);
    return { ok: true, value };
  } catch (error) {
    const why = error instanceof InvalidError ? error.message : String(error);
    return invalid(`GWANJE_RESULT_FILE does not hold JSON that can be kept: ${why}`);
  }
}

const Report = z.object({
  code: z.enum(ERROR_CODES).catch("task_error"),
  detail: z.string().transform((text) => storableText(cutText(text, DETAIL_CHARS))),
});

/** The failure that one of our own programs wrote, or null. Replaces invalid characters instead of failing. */
export async function readReport(file: string, uid: number | null): Promise<z.infer<typeof Report> | null> {
  const read = await readOwn(file, uid);
  if (!read.ok) return null;
  try {
    return Report.safeParse(JSON.parse(read.value)).data ?? null;
  } catch {
    return null;
  }
}

const invalid = (detail: string): Exclude<ResultRead, { ok: true }> => ({
  ok: false,
  code: "result_invalid",
  detail,
});

/**
 * Reads a file that a task left. We have more rights than the task, so with `uid` the file must belong to the task and
 * have one link, or it could make us read other files.
 */
async function readOwn(file: string, uid: number | null): Promise<TextRead> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return { ok: true, value: "" };
    return invalid("GWANJE_RESULT_FILE cannot be read; the task must leave a plain file there.");
  }
  try {
    const info = await handle.stat();
    const foreign = uid !== null && (info.uid !== uid || info.nlink !== 1);
    if (!info.isFile() || foreign)
      return invalid("GWANJE_RESULT_FILE is not a plain file of the task's own.");
    if (info.size > RESULT_LIMIT_BYTES) {
      const detail = `The result has ${info.size} bytes; the limit is ${RESULT_LIMIT_BYTES}. Store large data as an object and give its address.`;
      return { ok: false, code: "result_too_large", detail };
    }
    return { ok: true, value: await handle.readFile("utf8") };
  } catch (error) {
    return invalid(`GWANJE_RESULT_FILE cannot be read: ${String(error)}`);
  } finally {
    await handle.close();
  }
}

/** Python, the database and our masking all fail beyond this depth. */
const MOST_LEVELS = 200;

function refuseUnstorable(value: unknown, level = 0): void {
  if (typeof value === "string" && !isStorable(value))
    throw new Error("a text holds a NUL or half of a surrogate pair");
  if (typeof value !== "object" || value === null) return;
  if (level >= MOST_LEVELS) throw new Error(`it nests deeper than ${MOST_LEVELS} levels`);
  for (const [key, item] of Object.entries(value)) {
    refuseUnstorable(key);
    refuseUnstorable(item, level + 1);
  }
}
