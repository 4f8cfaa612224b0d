import { numberOf, type Option, type Values } from "../arguments";
import { EXIT, type Exit } from "../failure";
import { metered } from "../metered";
import { Progress } from "../progress";
import { Refused } from "../server";
import { Tally } from "../tally";
import type { Context } from "../terminal";
import type { Word } from "../words";
import { type FilesOf, type MlflowSource, type SourceFile, Unreadable } from "./shapes";

/** What an import and an export may both be told. */
export const CHOICES: readonly Option[] = [
  { name: "experiment", value: "NAME", about: "option_experiment", repeated: true },
  { name: "no-artifacts", about: "option_no_artifacts" },
  { name: "no-registry", about: "option_no_registry" },
  { name: "full", about: "option_full" },
  { name: "parallel", value: "N", about: "option_parallel" },
];

export function choicesOf(values: Values) {
  return {
    only: values.texts("experiment"),
    withFiles: !values.has("no-artifacts"),
    withRegistry: !values.has("no-registry"),
    full: values.has("full"),
    parallel: numberOf(values, "parallel", { least: 1, most: 16, otherwise: 4 }),
  };
}

/** What moves either way: counted, shown while it goes on, and reported at the end. */
export function startTransfer({ terminal, words }: Pick<Context, "terminal" | "words">) {
  const tally = new Tally();
  const progress = new Progress(terminal);
  let [done, total] = [0, 1];
  const line = () =>
    words("progress", {
      stage: words("stage_experiments"),
      done,
      total,
      detail: `${words("stage_runs")} ${tally.counts.runs}, ${tally.detail(words)}`,
    });
  return {
    tally,
    moved: () => progress.move(done, total, line()),
    step(at: number, of: number) {
      [done, total] = [at, of];
      progress.step(done, total, line());
    },
    end(summary: Word): Exit {
      for (const row of tally.report(words, summary)) terminal.out(row);
      return tally.problemCount > 0 ? EXIT.incomplete : EXIT.done;
    },
  };
}

/** Files on their way. One that cannot go is named and keeps no other; `isWhole` is false then, and the next time tries again. */
export function fileTransfer(
  { source, tally, moved }: { source: MlflowSource; tally: Tally; moved(): void },
  place: string,
) {
  let isWhole = true;
  const count = (bytes: number) => {
    tally.add("bytes", bytes);
    moved();
  };
  return {
    isWhole: () => isWhole,
    /** The bytes of a file, counted while they move. */
    open: (of: FilesOf, file: SourceFile) => metered(() => source.open(of, file), count),
    /** Any other failure ends the command. */
    async trying(path: string, work: () => Promise<void>): Promise<void> {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Unreadable)) throw error;
        tally.note([{ kind: "file", id: `${place}/${path}`, problem: error.message }]);
        isWhole = false;
      }
    },
  };
}
