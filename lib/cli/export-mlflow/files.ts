import type { FilesOf, MlflowSource } from "../mlflow/shapes";
import { fileTransfer } from "../mlflow/transfer";
import type { Tally } from "../tally";
import type { ExportTarget } from "./target";

type Sending = { source: MlflowSource; target: ExportTarget; tally: Tally; moved(): void };

/** Those that are not there with their size. False when one could not go. */
export async function sendFiles(sending: Sending, from: FilesOf, to: FilesOf): Promise<boolean> {
  const { source, target, tally } = sending;
  const { open, trying, isWhole } = fileTransfer(sending, from.uri);
  await trying("", async () => {
    const there = new Map<string, number>();
    for await (const { path, size } of target.read.files(to)) there.set(path, size);
    for await (const file of source.files(from))
      if (there.get(file.path) !== file.size)
        await trying(file.path, async () => {
          await target.file(to.uri, file.path, open(from, file));
          tally.add("files");
        });
  });
  return isWhole();
}
