import { describe, expect, it } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  createLoggedModel,
  deleteTrainingRuns,
  findOrigin,
  listRunArtifacts,
  listTrainingRuns,
  logBatch,
  logInputs,
  moveTrainingRuns,
  openArtifact,
  placeArtifact,
  readTrainingRun,
} from "./index";
import { lockRunPlaces } from "./repository/run-bulk";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run } = experimenter(stores);

const runsOf = async (experiment_id: string, filter = "") =>
  (await listTrainingRuns(ctx(), { experiment_id, filter, keys: "metrics.auc,params.lr" })).data;
const logged = (run_id: string) =>
  logBatch(ctx(), {
    run_id,
    metrics: [1, 2, 3].map((step) => ({ key: "auc", value: step / 10, timestamp: step, step })),
    params: [{ key: "lr", value: "0.1" }],
    tags: [{ key: "team", value: "blue" }],
  });
const rowsElsewhere = async (runId: string, experimentId: string) => {
  const [row] = await poolSql(stores.db.pool).rows<{ count: number }>(
    `SELECT (SELECT count(*) FROM run_param WHERE run_id = $1::uuid AND experiment_id <> $2::bigint)::int
       + (SELECT count(*) FROM run_tag WHERE run_id = $1::uuid AND experiment_id <> $2::bigint)::int
       + (SELECT count(*) FROM run_metric WHERE run_id = $1::uuid AND experiment_id <> $2::bigint)::int AS count`,
    [runId, experimentId],
  );
  return row?.count;
};
const DATASET = { name: "flights", digest: "abc", source_type: "local", source: "a.csv" };

describe("moving runs", () => {
  it("takes all that a run holds, is found there by every kind of value, and can be turned back", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const [moving, staying] = [await run(from), await run(from)];
    for (const id of [moving, staying]) {
      await logged(id);
      await logInputs(ctx(), { run_id: id, datasets: [{ dataset: DATASET, tags: [] }] });
    }
    const filter =
      "metrics.auc > 0.2 AND params.lr = '0.1' AND tags.team = 'blue' AND dataset.name = 'flights'";
    const { moved } = await moveTrainingRuns(ctx(), { run_ids: [moving, moving], experiment_id: to });
    expect(moved).toEqual([{ experiment_id: from, run_ids: [moving] }]);
    expect(await runsOf(to, filter)).toMatchObject([
      { id: moving, experiment_id: to, metrics: { auc: 0.3 }, params: { lr: "0.1" } },
    ]);
    expect((await runsOf(from, filter)).map(({ id }) => id)).toEqual([staying]);
    expect(await rowsElsewhere(moving, to)).toBe(0);
    expect(await moveTrainingRuns(ctx(), { run_ids: [moving], experiment_id: to })).toEqual({ moved: [] });
    await moveTrainingRuns(ctx(), { run_ids: [moving], experiment_id: from });
    expect(await runsOf(from, filter)).toHaveLength(2);
    expect(await runsOf(to)).toEqual([]);
    const audit = await stores.db.prisma.auditLog.findMany({
      where: { targetId: moving, action: "experiment_run.move" },
    });
    expect(audit).toHaveLength(2);
    const datasets = await stores.db.prisma.experimentDataset.findMany({ where: { name: "flights" } });
    expect(datasets.filter(({ experimentId }) => experimentId === BigInt(from))).toHaveLength(1);
  });

  it("takes runs within them along, or leaves them when that is asked for", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const parent = await run(from);
    const within = (id: string) => run(from, { tags: [{ key: "mlflow.parentRunId", value: id }] });
    const child = await within(parent);
    const grandchild = await within(child);
    await moveTrainingRuns(ctx(), { run_ids: [child], experiment_id: to, with_children: false });
    expect((await runsOf(to)).map(({ id }) => id)).toEqual([child]);
    await moveTrainingRuns(ctx(), { run_ids: [child], experiment_id: from });
    await moveTrainingRuns(ctx(), { run_ids: [parent], experiment_id: to });
    expect((await runsOf(to)).map(({ id }) => id).sort()).toEqual([parent, child, grandchild].sort());
  });

  it("keeps files reachable: by the address before, by the new one, and for a client that writes on", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const id = await run(from);
    const put = (place: string, text: string) =>
      placeArtifact(ctx(), { path: place }).then(({ key }) => stores.storage.putBytes(key, text));
    await put(`${from}/${id}/artifacts/a.txt`, "before");
    await moveTrainingRuns(ctx(), { run_ids: [id], experiment_id: to });
    expect(await findOrigin(poolSql(stores.db.pool), { runId: id })).toBe(
      `mlflow-artifacts:/${to}/${id}/artifacts`,
    );
    await put(`${from}/${id}/artifacts/b.txt`, "after, by the old address");
    const { experimentId, entries } = await listRunArtifacts(ctx(), { run_id: id });
    expect(experimentId).toBe(to);
    expect(entries.map(({ path }) => path)).toEqual(["a.txt", "b.txt"]);
    for (const place of [from, to])
      expect(await openArtifact(ctx(), { path: `${place}/${id}/artifacts/a.txt` })).toBeTruthy();
  });

  it("takes models along that the runs logged", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const id = await run(from);
    const made = JSON.parse(await createLoggedModel(ctx(), { experiment_id: from, source_run_id: id }));
    await moveTrainingRuns(ctx(), { run_ids: [id], experiment_id: to });
    const row = await stores.db.prisma.loggedModel.findUniqueOrThrow({ where: { id: made.info.model_id } });
    expect(row.experimentId).toBe(BigInt(to));
  });

  it("does all of it or nothing, and takes neither deleted runs nor a deleted experiment", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const [first, gone] = [await run(from), await run(from)];
    await deleteTrainingRuns(ctx(), { run_ids: [gone] });
    await expect(moveTrainingRuns(ctx(), { run_ids: [first, gone], experiment_id: to })).rejects.toThrow(
      "is deleted",
    );
    await expect(moveTrainingRuns(ctx(), { run_ids: [first], experiment_id: "999999999" })).rejects.toThrow();
    await expect(
      moveTrainingRuns(ctx(), { run_ids: [first, "0".repeat(32)], experiment_id: to }),
    ).rejects.toThrow();
    expect(await readTrainingRun(ctx(), { run_id: first })).toMatchObject({ experiment_id: from });
  });

  it("keeps what is logged at the same moment with its run", async () => {
    const [from, to] = [await experiment(), await experiment()];
    const id = await run(from);
    // The run is held as a move holds it; the writer has read where it is, and waits to hang new rows on it.
    const { writing } = await whileHeld(
      stores.db.pool,
      (sql) => lockRunPlaces(sql, [id], "UPDATE"),
      async (sql) => {
        const call = logged(id);
        await waitForLocked(stores.db.pool);
        await sql.rows("UPDATE experiment_run SET experiment_id = $2::bigint WHERE run_id = $1::uuid", [
          id,
          to,
        ]);
        return { writing: call };
      },
    );
    await writing;
    expect(await rowsElsewhere(id, to)).toBe(0);
    expect(await runsOf(to, "metrics.auc > 0.2 AND params.lr = '0.1'")).toHaveLength(1);
  });
});
