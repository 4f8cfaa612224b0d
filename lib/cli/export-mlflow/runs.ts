import { eachAtOnce, inLists } from "../each";
import { fingerprintOf } from "../import-mlflow/fingerprint";
import type { MlflowSource, Point, Run } from "../mlflow/shapes";
import { Refused } from "../server";
import type { Tally } from "../tally";
import { sendFiles } from "./files";
import { type Ids, RUN_ID_TAG, WHOLE_TAG } from "./ids";
import { type ExportTarget, type KeyValue, MOST } from "./target";

export type Exporting = {
  source: MlflowSource;
  target: ExportTarget;
  tally: Tally;
  ids: Ids;
  withFiles: boolean;
  full: boolean;
  parallel: number;
  moved(): void;
};
/** An experiment here and there. */
export type Pair = { from: string; to: string };

const RUNS_AT_ONCE = 100;
const OPEN: ReadonlySet<string> = new Set(["RUNNING", "SCHEDULED"]);

/** What an earlier export has made there, by the tag that each run got when it was made. */
export async function findRuns({ target, ids }: Exporting, to: string): Promise<Map<string, Run>> {
  const found = new Map<string, Run>();
  for await (const run of target.read.runs(to)) {
    const here = tagOf(run.data.tags, RUN_ID_TAG);
    if (here === undefined) continue;
    ids.runs.set(here, run.info.run_id);
    ids.whole.set(run.info.run_id, tagOf(run.data.tags, WHOLE_TAG) ?? "");
    found.set(run.info.run_id, { ...run, data: { metrics: [], params: [], tags: [] } });
  }
  return found;
}

/** Makes those that are not there. All of them come before what hangs on any: a child names its parent. */
export async function createRuns(
  { source, target, tally, ids, parallel, moved }: Exporting,
  { from, to }: Pair,
) {
  for await (const page of inLists(source.runs(from), RUNS_AT_ONCE))
    await eachAtOnce(page, parallel, async ({ info, data }) => {
      tally.add("runs");
      if (ids.runs.has(info.run_id)) return;
      const there = await target.createRun({
        experiment_id: to,
        user_id: info.user_id,
        run_name: info.run_name,
        start_time: info.start_time,
        tags: [
          { key: RUN_ID_TAG, value: info.run_id },
          ...data.tags.filter(({ key }) => key === "mlflow.user"),
        ],
      });
      ids.runs.set(info.run_id, there);
      moved();
    });
}

/** What hangs on the runs. Those that are whole there and unchanged here are left alone. */
export async function fillRuns(all: Exporting, pair: Pair, known: ReadonlyMap<string, Run>): Promise<void> {
  const { source, ids, tally, parallel, full } = all;
  for await (const page of inLists(source.runs(pair.from), RUNS_AT_ONCE))
    await eachAtOnce(page, parallel, async (run) => {
      const there = ids.runs.get(run.info.run_id);
      if (there === undefined) return;
      const mark = `${fingerprintOf(run)}${all.withFiles ? "" : "-no-files"}`;
      if (!full && ids.whole.get(there) === mark) tally.add("unchanged");
      else await fill(all, run, { id: there, to: pair.to, mark, known: known.get(there) });
      all.moved();
    });
}

async function fill(
  all: Exporting,
  run: Run,
  there: { id: string; to: string; mark: string; known: Run | undefined },
): Promise<void> {
  const { source, target, tally, ids } = all;
  const { id } = there;
  try {
    if (there.known?.info.lifecycle_stage === "deleted") await target.stageRun(id, "restore");
    for (const params of inParts(run.data.params, MOST.params)) await target.log(id, { params });
    for (const tags of inParts(ids.tags(run.data.tags), MOST.tags)) await target.log(id, { tags });
    await sendPoints(all, run, id);
    await sendLinks(all, await source.whole(run), id);
    const isWhole = !all.withFiles || (await sendRunFiles(all, run, there));
    if (isWhole && !OPEN.has(run.info.status))
      await target.log(id, { tags: [{ key: WHOLE_TAG, value: there.mark }] });
    const { status, end_time } = run.info;
    await target.updateRun({ run_id: id, status, end_time });
    if (run.info.lifecycle_stage === "deleted") await target.stageRun(id, "delete");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tally.note([{ kind: "run", id: run.info.run_id, problem: error.message }]);
  }
}

async function sendRunFiles(all: Exporting, run: Run, there: { id: string; to: string }): Promise<boolean> {
  const { run_id: runId, experiment_id: experimentId, artifact_uri } = run.info;
  const from = { runId, experimentId, uri: artifact_uri };
  const uri = await all.target.runUri(there.id);
  return sendFiles(all, from, { runId: there.id, experimentId: there.to, uri });
}

async function sendPoints({ source, target, tally, moved }: Exporting, run: Run, to: string): Promise<void> {
  let held: Point[] = [];
  const flush = async () => {
    if (held.length === 0) return;
    await target.log(to, { metrics: held });
    tally.add("points", held.length);
    held = [];
    moved();
  };
  for (const { key } of run.data.metrics)
    for await (const { value, timestamp, step } of source.points(run, key)) {
      held.push({ key, value, timestamp, step });
      if (held.length >= MOST.metrics) await flush();
    }
  await flush();
}

async function sendLinks({ target, ids }: Exporting, { inputs, outputs }: Run, to: string): Promise<void> {
  const there = (id: unknown) => (typeof id === "string" ? ids.models.get(id) : undefined);
  const models = inputs.model_inputs.flatMap((link) => {
    const model_id = there(typeof link === "object" && link !== null ? Reflect.get(link, "model_id") : null);
    return model_id === undefined ? [] : [{ model_id }];
  });
  if (inputs.dataset_inputs.length > 0) await target.logInputs(to, { datasets: inputs.dataset_inputs });
  if (models.length > 0) await target.logInputs(to, { models });
  const logged = outputs.model_outputs.flatMap(({ model_id, step }) => {
    const id = there(model_id);
    return id === undefined ? [] : [{ model_id: id, step }];
  });
  if (logged.length > 0) await target.logOutputs(to, logged);
}

function inParts(items: readonly KeyValue[], most: number): KeyValue[][] {
  const parts: KeyValue[][] = [];
  for (let at = 0; at < items.length; at += most)
    parts.push(items.slice(at, at + most).map(({ key, value }) => ({ key, value })));
  return parts;
}

function tagOf(tags: readonly KeyValue[], key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}
