import { beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit";
import { uuidV7 } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { exportAudit, listAudit, listAuditValues } from ".";

const stores = testStores();
const RUN = "run_01HZZZZZZZZZZZZZZZZZZZZZZ1";
const reader = () => testCtx(stores, ["audit:read"]);
const TRAINING = uuidV7();

beforeAll(async () => {
  const { prisma } = stores.db;
  await prisma.dag.create({ data: { id: "a/b", origin: "api", tags: [] } });
  await prisma.dagVersion.create({
    data: { id: "ver_1", dagId: "a/b", number: 1, origin: "api", layout: {}, specSha256: "0", spec: {} },
  });
  await prisma.dagRun.create({
    data: {
      id: RUN,
      dagId: "a/b",
      dagVersionId: "ver_1",
      runKey: "nightly",
      runType: "manual",
      state: "failed",
      runAfter: new Date("2001-01-06"),
      unfinished: 0,
    },
  });
  await prisma.user.create({ data: { id: "usr_1", email: "ada@example.test", name: "Ada", role: "editor" } });
  const experiment = await prisma.experiment.create({ data: { name: "delays" } });
  await prisma.experimentRun.create({
    data: { id: TRAINING, experimentId: experiment.id, name: "fit-1", startTime: 0n },
  });
  const ctx = testCtx(stores, []);
  const about = (type: string, id: string, action: `${string}.${string}` = "run.clear") =>
    recordAudit(prisma, ctx, action, { target: { type, id }, before: { a: 1 }, after: { a: 2 } });
  await about("run", RUN);
  await about("run", "run_gone");
  await about("dag", "a/b", "dag.pause");
  await about("user", "usr_1", "user.change");
  await about("experiment", String(experiment.id), "experiment.rename");
  await about("experiment_run", TRAINING.replaceAll("-", ""), "experiment_run.update");
  await about("experiment_run", "not a run", "experiment_run.update");
  await about("pool", "gpu", "pool.change");
  await about("permission", "runs:write", "access.denied");
});

function byId<T extends { id: string | null }>(rows: readonly T[]): T[] {
  return rows.toSorted((one, other) => (one.id ?? "").localeCompare(other.id ?? ""));
}

describe("the audit log", () => {
  it("says what each row is about, by name and with the way there", async () => {
    const { data } = await listAudit(reader(), { limit: 50 });
    const shown = data.map(({ target }) => ({ ...target, run: target.run?.run_key }));
    const { id: experiment } = shown.find(({ type }) => type === "experiment") ?? { id: null };
    const run = TRAINING.replaceAll("-", "");
    const none = { name: null, run: undefined, href: null };
    // Ids of one millisecond have no order among themselves.
    expect(byId(shown)).toEqual(
      byId([
        { ...none, type: "run", id: RUN, run: "nightly", href: `/pipelines/a%2Fb/runs/${RUN}` },
        { ...none, type: "run", id: "run_gone" },
        { ...none, type: "dag", id: "a/b", href: "/pipelines/a%2Fb" },
        { ...none, type: "user", id: "usr_1", name: "Ada", href: "/settings/members" },
        { ...none, type: "experiment", id: experiment, name: "delays", href: `/experiments/${experiment}` },
        {
          ...none,
          ...{ type: "experiment_run", id: run, name: "fit-1" },
          href: `/experiments/${experiment}/runs/${run}`,
        },
        { ...none, type: "experiment_run", id: "not a run" },
        { ...none, type: "pool", id: "gpu", href: "/settings/pools" },
        { ...none, type: "permission", id: "runs:write" },
      ]),
    );
  });

  it("tells what there is to filter by, and filters by the kind of what was changed", async () => {
    const values = await listAuditValues(reader(), {});
    expect(values.actions).toContain("dag.pause");
    expect(values.target_types).toEqual([
      ...["dag", "experiment", "experiment_run", "permission", "pool", "run", "user"],
    ]);
    expect(values.actors).toHaveLength(1);
    const { data } = await listAudit(reader(), { target_type: "experiment_run", limit: 50 });
    expect(data.map(({ target }) => target.id).sort()).toEqual([TRAINING.replaceAll("-", ""), "not a run"]);
  });

  it("exports the names too", async () => {
    const { body } = await exportAudit(reader(), { format: "csv", target_type: "user" });
    const text = await new Response(body).text();
    expect(text.split("\r\n")[0]).toContain("target_id,target_name");
    expect(text).toContain("user,usr_1,Ada,");
  });
});
