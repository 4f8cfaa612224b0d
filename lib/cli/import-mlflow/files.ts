import { inLists } from "../each";
import type { FilesOf, MlflowSource } from "../mlflow/shapes";
import { fileTransfer } from "../mlflow/transfer";
import type { Tally } from "../tally";
import { type ImportTarget, MOST } from "./target";

type Bringing = { source: MlflowSource; target: ImportTarget; tally: Tally; moved(): void };

/** The files that are not there yet, one after the other and never held. False when one of them could not come. */
export async function bringFiles(bringing: Bringing, of: FilesOf, root: string): Promise<boolean> {
  const { source, target, tally } = bringing;
  const { open, trying, isWhole } = fileTransfer(bringing, root);
  await trying("", async () => {
    for await (const files of inLists(source.files(of), MOST.files)) {
      const missing = new Set(await target.missing(root, files));
      for (const file of files.filter(({ path }) => missing.has(path)))
        await trying(file.path, async () => {
          await target.file(root, file.path, open(of, file));
          tally.add("files");
        });
    }
  });
  return isWhole();
}
