import { metered } from "../metered";
import type { FilesOf, MlflowSource } from "../mlflow/shapes";
import { Refused } from "../server";
import type { Tally } from "../tally";
import type { ExportTarget } from "./target";

/** Those that are not there with their size. False when one could not go: it is named, and the next export tries again. */
export async function sendFiles(
  {
    source,
    target,
    tally,
    moved,
  }: { source: MlflowSource; target: ExportTarget; tally: Tally; moved(): void },
  from: FilesOf,
  to: FilesOf,
): Promise<boolean> {
  let whole = true;
  const count = (bytes: number) => {
    tally.add("bytes", bytes);
    moved();
  };
  const fail = (path: string, error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    tally.note([{ kind: "file", id: `${from.uri}/${path}`, problem: error.message }]);
    whole = false;
  };
  try {
    const there = new Map<string, number>();
    for await (const { path, size } of target.read.files(to)) there.set(path, size);
    for await (const file of source.files(from)) {
      if (there.get(file.path) === file.size) continue;
      try {
        await target.file(
          to.uri,
          file.path,
          metered(() => source.open(from, file), count),
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
