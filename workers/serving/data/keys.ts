import { AppError, InvalidError } from "@/lib/platform/errors";

/** Kept by Gwanje itself in the same bucket. */
const RESERVED = new Set(["code", "logs", "artifacts", "experiments"]);
/** S3's own limit, and what the embedded store's file system allows in one name. */
const MAX_KEY_BYTES = 1024;
const MAX_SEGMENT_BYTES = 250;

/**
 * The first segment is compared whole: `codebook/x` is not under `code/`. It is compared as the least particular file
 * system does: on one without case `LOGS/x` lies in `logs/`, and some know no difference between forms of a character.
 */
export function isReserved(key: string): boolean {
  const first = key.split("/", 1)[0] ?? "";
  return RESERVED.has(
    first
      .normalize("NFKC")
      .replaceAll(/\p{Cf}/gu, "")
      .toUpperCase()
      .toLowerCase(),
  );
}

/** A key a task may use, as it stands in the address after decoding; anything else is INVALID with its reason. */
export function checkObjectKey(key: string): string {
  checkPath(key, "key");
  if (isReserved(key)) throw reserved(key);
  return key;
}

export function checkArtifactPath(path: string): string {
  return checkPath(path, "path");
}

/** Any beginning of a key. One that leads into a reserved prefix is refused; a shorter one simply never finds those keys. */
export function checkPrefix(prefix: string): string {
  if (Buffer.byteLength(prefix) > MAX_KEY_BYTES)
    throw wrong("prefix", `is longer than ${MAX_KEY_BYTES} bytes`);
  if (hasControl(prefix)) throw wrong("prefix", "holds a control character");
  if (prefix.includes("/") && isReserved(prefix)) throw reserved(prefix);
  return prefix;
}

function checkPath(path: string, field: "key" | "path"): string {
  if (path === "") throw wrong(field, "is empty");
  if (Buffer.byteLength(path) > MAX_KEY_BYTES) throw wrong(field, `is longer than ${MAX_KEY_BYTES} bytes`);
  if (hasControl(path)) throw wrong(field, "holds a control character");
  if (path.includes("\\")) throw wrong(field, "holds a backslash; segments are parted by /");
  for (const segment of path.split("/")) {
    if (segment === "")
      throw wrong(field, "has an empty segment (a / at its beginning or end, or two together)");
    if (segment === "." || segment === "..") throw wrong(field, `has the segment ${segment}`);
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
      throw wrong(field, `has a segment of more than ${MAX_SEGMENT_BYTES} bytes`);
  }
  return path;
}

function wrong(field: string, problem: string): InvalidError {
  return InvalidError.field(`/${field}`, `The ${field} ${problem}.`, { code: "bad_name" });
}

function reserved(key: string): AppError {
  const segment = key.split("/", 1)[0];
  return new AppError("FORBIDDEN", `${segment}/ is kept by Gwanje itself; choose another first segment.`);
}

/** C0, DEL and C1; also what is no character at all (a lone surrogate). */
function hasControl(text: string): boolean {
  return /[\p{Cc}\p{Cs}]/u.test(text);
}
