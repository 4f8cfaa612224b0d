import { inLists } from "../each";
import { metered } from "../metered";
import { type FilesOf, type MlflowSource, Unreadable } from "../mlflow/shapes";
import { Refused } from "../server";
import type { Tally } from "../tally";
import { type ImportTarget, MOST } from "./target";

/**
 * The files that are not there yet, one after the other and never held. False when one of them could not come: it is named,
 * and the next import tries again.
 */
export async function bringFiles(
  {
    source,
    target,
    tally,
    moved,
  }: { source: MlflowSource; target: ImportTarget; tally: Tally; moved(): void },
  of: FilesOf,
  root: string,
): Promise<boolean> {
  let whole = true;
  const count = (bytes: number) => {
    tally.add("bytes", bytes);
    moved();
  };
  const fail = (path: string, error: unknown) => {
    if (!(error instanceof Refused || error instanceof Unreadable)) throw error;
    tally.note([{ kind: "file", id: `${root}/${path}`, problem: error.message }]);
    whole = false;
  };
  try {
    for await (const files of inLists(source.files(of), MOST.files)) {
      const missing = new Set(await target.missing(root, files));
      for (const file of files.filter(({ path }) => missing.has(path)))
        try {
          await target.file(
            root,
            file.path,
            metered(() => source.open(of, file), count),
          );
          tally.add("files");
        } catch (error) {
          fail(file.path, error);
        }
    }
  } catch (error) {
    fail("", error);
  }
  return whole;
}
