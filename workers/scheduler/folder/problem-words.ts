import { AppError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { Declared } from "./declared";
import { FileProblem } from "./file-problem";
import { CONFIRM_MS } from "./retire";

/** What was thrown while a file was read, and is not a problem that its author can mend. */
export class Failure {
  constructor(readonly cause: unknown) {}
}

export function noFolder(): FileProblem {
  return new FileProblem(
    "the pipelines folder is not there (GWANJE_PIPELINES_DIR). What was loaded from it stays live.",
    because("folder_missing"),
  );
}

export function halfGone(count: number, total: number): FileProblem {
  const minutes = CONFIRM_MS / 60_000;
  return new FileProblem(
    `the files of ${count} of ${total} pipelines are gone at once. If their disk is not mounted, mount it. If that was meant, do nothing: they are retired when ${minutes} minutes are over.`,
    because("folder_half_gone", { count, total, minutes }),
  );
}

/** What a bug throws, unlike a store, the disk or the network: those give a code. */
export function isOurFault(error: unknown): boolean {
  return (
    (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) &&
    !("code" in error) &&
    error.cause === undefined
  );
}

export function unforeseen(error: unknown): FileProblem {
  const said = error instanceof Error ? error.message : String(error);
  return new FileProblem(
    `the file could not be loaded, and not for a reason that we know: ${said}. It is tried again.`,
    because("file_unforeseen", { said }),
  );
}

/** What the author can mend, in words; null for anything else. */
export function inWords(error: unknown, declared: Declared | FileProblem | Failure): FileProblem | null {
  const at = (field: string | undefined) =>
    field === undefined ? {} : { field, ...("locate" in declared ? declared.locate(field) : {}) };
  if (error instanceof FileProblem) return error.at({ ...at(error.place.field), ...given(error.place) });
  if (error instanceof AppError && (error.code === "INVALID" || error.code === "CONFLICT")) {
    const [first, ...more] = error.extra.errors ?? [];
    const reason = error.extra.reason ?? first ?? { code: error.code };
    const field = error.code === "CONFLICT" ? "/dag_id" : first?.pointer;
    return new FileProblem(error.message, reason, at(field), more.length);
  }
  return null;
}

/** A place found by the compiler is exact; one found from the field is a help. */
function given(place: FileProblem["place"]): FileProblem["place"] {
  return place.line === undefined ? {} : place;
}
