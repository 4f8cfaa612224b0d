import * as z from "zod";
import { escaped } from "../mlflow/rest-source";
import type { Experiment, Model, Point, Registered, SourceFile } from "../mlflow/shapes";
import type { Server } from "../server";
import type { Problem } from "../tally";

const refused = z.array(z.object({ kind: z.string(), id: z.string(), problem: z.string() }));
const Placed = z.object({
  source_id: z.string(),
  experiment_id: z.string(),
  how: z.enum(["kept", "renumbered", "same_name", "known"]),
});
export type Placed = z.infer<typeof Placed>;
const Experiments = z.object({ experiments: z.array(Placed), refused });
const Runs = z.object({
  runs: z.array(z.object({ run_id: z.string(), is_new: z.boolean(), is_done: z.boolean() })),
  refused,
});
const Refused = z.object({ refused });
const Missing = z.object({ missing: z.array(z.string()), refused });
const Registry = z.object({ is_new: z.boolean(), versions: z.array(z.number()), refused });
const Nothing = z.unknown();

/** How many of each a message holds at most. */
export const MOST = {
  experiments: 200,
  runs: 100,
  points: 5_000,
  models: 50,
  files: 1_000,
  versions: 50,
} as const;

/** What the server knows an import by. Each message may be sent again. */
export function importTarget(server: Server, note: (problems: readonly Problem[]) => void) {
  const send = <T extends { refused: Problem[] }>(path: string, body: unknown, schema: z.ZodType<T>) =>
    server.send("POST", `/import/mlflow${path}`, body, schema).then((answer) => {
      note(answer.refused);
      return answer;
    });
  return {
    begin: (source: string, from: string) =>
      server.send("POST", "/import/mlflow/begin", { source, from }, Nothing),
    experiments: (source: string, experiments: readonly Experiment[]) =>
      send("/experiments", { source, experiments }, Experiments).then((answer) => answer.experiments),
    runs: (experiment_id: string, runs: readonly unknown[]) =>
      send("/runs", { experiment_id, runs }, Runs).then((answer) => answer.runs),
    points: (run_id: string, metrics: readonly Point[]) => send("/points", { run_id, metrics }, Refused),
    finish: (runs: readonly { run_id: string; fingerprint: string }[]) =>
      server.send("POST", "/import/mlflow/runs/finish", { runs }, Nothing),
    models: (experiment_id: string, models: readonly Model[]) =>
      send("/logged-models", { experiment_id, models }, Refused),
    missing: (root: string, files: readonly SourceFile[]) =>
      send("/files/missing", { root, files }, Missing).then((answer) => answer.missing),
    file: (
      root: string,
      path: string,
      open: () => Promise<{ body: ReadableStream<Uint8Array>; size: number | null }>,
    ) => server.upload(`/import/mlflow/files/${escaped(`${root}/${path}`)}`, open),
    registry: (model: Registered, rest: { versions?: readonly unknown[]; aliases?: Registered["aliases"] }) =>
      send("/registry", { model, ...rest }, Registry),
    end: (source: string, counts: Readonly<Record<string, number>>) =>
      server.send("POST", "/import/mlflow/end", { source, counts }, Nothing),
  };
}
export type ImportTarget = ReturnType<typeof importTarget>;
