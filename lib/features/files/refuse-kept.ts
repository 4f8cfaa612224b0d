import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { KeptIn } from "../repository/files";

/** Throws ConflictError for a definition that a file declares: that file would undo any other change. */
export function refuseKept({ name, filePath, staleAt }: { name: string } & KeptIn): void {
  if (filePath === null || staleAt !== null) return;
  throw new ConflictError(
    `${JSON.stringify(name)} is kept in the file ${filePath} of the pipelines folder. Change that file; it is loaded within 2 seconds.`,
    because("definition_in_file", { name, file: filePath }),
  );
}
