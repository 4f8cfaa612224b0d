import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** The artifacts of a run or of a logged model in the bucket, and the path below them; "" is all of them. */
export type ArtifactPlace = ({ runId: string } | { modelId: string }) & { path: string };

/** With what stands before it a key is at most 1024 bytes, S3's limit; names are those that a file system takes. */
const MAX_PATH_BYTES = 900;
const MAX_NAME_BYTES = 250;
/** `<experiment>/<run>/artifacts/<path>` or `<experiment>/models/<model>/artifacts/<path>`, as their addresses end. */
const PLACE = /^\d{1,18}\/(?:([0-9a-f]{32})|models\/(m-[0-9a-f]{32}))\/artifacts(?:\/(.*))?$/s;

/** Null for what is no place of artifacts at all. The experiment is not looked at: a run that is moved keeps its files. */
export function parsePlace(path: string): ArtifactPlace | null {
  const [, runId, modelId, rest = ""] = PLACE.exec(path) ?? [];
  const owner = runId !== undefined ? { runId } : modelId !== undefined ? { modelId } : null;
  return owner && { ...owner, path: rest === "" ? "" : checkPath(rest) };
}

/** Every object of a run or model lies below this with no path. */
export function keyOf(place: ArtifactPlace): string {
  const owner = "runId" in place ? `runs/${place.runId}` : `models/${place.modelId}`;
  return `experiments/${owner}/${place.path}`;
}

/**
 * A path that stays below where it begins, also for one who decodes it once more. What would then be a control character or
 * # leads nowhere, and is let be: MLflow 2 names its images `loss%step%23%timestamp%1795...`. Throws InvalidError.
 */
export function checkPath(path: string): string {
  const whole = decodedWhole(path);
  if (whole === null) throw wrong("is encoded more often than is good");
  if (/[\p{Cc}\p{Surrogate}#]/u.test(path)) throw wrong("holds a control character or #");
  for (const form of [path, whole]) {
    if (/[\0\\]/.test(form)) throw wrong("holds a backslash or an encoded zero");
    if (/^[A-Za-z]:/.test(form)) throw wrong("begins like a drive of a machine");
    for (const name of form.split("/")) {
      if (name === "" || name === "." || name === "..") throw wrong("has an empty part, or . or .. as one");
      if (Buffer.byteLength(name) > MAX_NAME_BYTES)
        throw wrong(`has a name of more than ${MAX_NAME_BYTES} bytes`);
    }
  }
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw wrong(`is longer than ${MAX_PATH_BYTES} bytes`);
  return path;
}

function wrong(problem: string): InvalidError {
  return InvalidError.field(
    "/path",
    `The path ${problem}.`,
    because("invalid_format", { format: "a/b.txt" }),
  );
}

/** A text with everything that is percent-encoded decoded, also what was encoded several times; null when it has no end. */
export function decodedWhole(text: string): string | null {
  let known = text;
  for (let round = 0; round < 5; round++) {
    const next = decoded(known);
    if (next === known) return known;
    known = next;
  }
  return null;
}

/** A % that encodes nothing is a %; what stands beside it is decoded all the same. */
function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
