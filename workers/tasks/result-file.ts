import { constants } from "node:fs";
import { open } from "node:fs/promises";
import * as z from "zod";
import { ERROR_CODES } from "@/lib/runs";

const RESULT_LIMIT_BYTES = 1024 * 1024;
export type ResultRead =
  | { ok: true; value: unknown }
  | { ok: false; code: "result_too_large" | "result_invalid"; detail: string };

/**
 * What the task wrote to GWANJE_RESULT_FILE; nothing written is null. We may read more than the task may: with `uid` the
 * file must be the task's own and have one name, so that a link cannot make us read for it.
 */
export async function readResult(file: string, uid: number | null = null): Promise<ResultRead> {
  const invalid = (detail: string): ResultRead => ({ ok: false, code: "result_invalid", detail });
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return { ok: true, value: null };
    }
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
    const text = await handle.readFile("utf8");
    return text.trim() === "" ? { ok: true, value: null } : { ok: true, value: JSON.parse(text, storable) };
  } catch (error) {
    return invalid(`GWANJE_RESULT_FILE does not hold JSON that can be kept: ${String(error)}`);
  } finally {
    await handle.close();
  }
}

const Report = z.object({ code: z.enum(ERROR_CODES).catch("task_error"), detail: z.string().max(10_000) });

/** Why one of our own programs failed; null when it could not say. */
export async function readReport(file: string, uid: number | null): Promise<z.infer<typeof Report> | null> {
  const read = await readResult(file, uid);
  return read.ok ? (Report.safeParse(read.value).data ?? null) : null;
}

/** The database's JSON has no NUL and no half of a surrogate pair. */
function storable(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === "string" && (text.includes("\0") || /\p{Surrogate}/u.test(text))) {
      throw new Error("a text holds a NUL or half of a surrogate pair");
    }
  }
  return value;
}
