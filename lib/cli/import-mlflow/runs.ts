import { eachAtOnce, inLists } from "../each";
import type { MlflowSource, Point, Run } from "../mlflow/shapes";
import type { Tally } from "../tally";
import { bringFiles } from "./files";
import { fingerprintOf } from "./fingerprint";
import { type ImportTarget, MOST } from "./target";

export type Importing = {
  source: MlflowSource;
  target: ImportTarget;
  tally: Tally;
  withFiles: boolean;
  /** Also what an earlier import brought whole. */
  full: boolean;
  parallel: number;
  moved(): void;
};

const OPEN: ReadonlySet<string> = new Set(["RUNNING", "SCHEDULED"]);

/** The runs of one experiment, into the one that holds them here: all of a page, then what hangs on each. */
export async function bringRuns(all: Importing, sourceId: string, experimentId: string): Promise<void> {
  for await (const page of inLists(all.source.runs(sourceId), MOST.runs)) {
    const marks = new Map(page.map((run) => [run.info.run_id, markOf(all, run)]));
    const placed = await all.target.runs(
      experimentId,
      page.map((run) => ({ ...sent(run), fingerprint: marks.get(run.info.run_id) })),
    );
    const places = new Map(placed.map((place) => [place.run_id, place]));
    const wanted = page.filter(({ info }) => {
      const place = places.get(info.run_id);
      if (!place) return false;
      all.tally.add("runs");
      if (place.is_done && !all.full) all.tally.add("unchanged");
      return all.full || !place.is_done;
    });
    await eachAtOnce(wanted, all.parallel, async (run) => {
      const isWhole = await bringRest(all, run, experimentId);
      const fingerprint = marks.get(run.info.run_id);
      // One that is still written is looked at again, and so is one that a file is missing from.
      if (isWhole && fingerprint && !OPEN.has(run.info.status))
        await all.target.finish([{ run_id: run.info.run_id, fingerprint }]);
      all.moved();
    });
    all.moved();
  }
}

async function bringRest(all: Importing, run: Run, experimentId: string): Promise<boolean> {
  const { source, target } = all;
  const whole = await source.whole(run);
  if (whole.inputs.model_inputs.length > 0) await target.runs(experimentId, [sent(whole)]);
  await bringPoints(all, run);
  if (!all.withFiles) return true;
  const { run_id: runId, experiment_id, artifact_uri: uri } = run.info;
  const of = { runId, experimentId: experiment_id, uri };
  return bringFiles(all, of, `${experimentId}/${runId}/artifacts`);
}

/** Points of many small metrics go together. */
async function bringPoints({ source, target, tally, moved }: Importing, run: Run): Promise<void> {
  let held: Point[] = [];
  const flush = async () => {
    if (held.length === 0) return;
    await target.points(run.info.run_id, held);
    tally.add("points", held.length);
    held = [];
    moved();
  };
  for (const { key } of run.data.metrics)
    for await (const point of source.points(run, key)) {
      held.push(point);
      if (held.length >= MOST.points) await flush();
    }
  await flush();
}

/** Metrics have a message of their own. */
function sent({ info, data: { params, tags }, inputs, outputs }: Run) {
  return { info, data: { params, tags }, inputs, outputs };
}

/** An import that leaves files behind does not make a run whole for one that does not. */
function markOf({ withFiles }: Importing, run: Run): string {
  return `${fingerprintOf(run)}${withFiles ? "" : "-no-files"}`;
}
