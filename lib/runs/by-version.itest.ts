import { expect, test } from "vitest";
import { listVersions, savePipeline } from "@/lib/pipelines";
import { InvalidError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { listRuns, triggerRun } from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);

async function saveVersion(dagId: string, description: string, parentId: string | null): Promise<string> {
  const spec = { dag_id: dagId, description, tasks: [{ task_id: "only", kind: "empty" }] };
  return (await savePipeline(ctx(), { dag_id: dagId, spec, parent_id: parentId })).id;
}

test("runs are listed by the version that they started with, a page at a time, and counted for each", async () => {
  const first = await saveVersion("versioned", "one", null);
  const old = [
    await triggerRun(ctx(), { dag_id: "versioned" }),
    await triggerRun(ctx(), { dag_id: "versioned" }),
  ];
  const second = await saveVersion("versioned", "two", first);
  const { id } = await triggerRun(ctx(), { dag_id: "versioned" });
  await saveVersion("versioned", "three", second);
  await saveVersion("another", "one", null);
  await triggerRun(ctx(), { dag_id: "another" });

  const idsOf = async (query: Parameters<typeof listRuns>[1]) =>
    (await listRuns(ctx(), query)).data.map((run) => run.id);
  expect(await idsOf({ dag_id: "versioned", version: 2 })).toEqual([id]);
  expect(await idsOf({ dag_id: "versioned", version: 3 })).toEqual([]);
  expect(await idsOf({ dag_id: "versioned", version: 9 })).toEqual([]);
  expect(await idsOf({ dag_id: "versioned" })).toHaveLength(3);

  const page = await listRuns(ctx(), { dag_id: "versioned", version: 1, limit: 1 });
  const rest = await idsOf({ dag_id: "versioned", version: 1, limit: 1, cursor: page.next_cursor ?? "" });
  expect([...page.data.map((run) => run.id), ...rest]).toEqual(old.map((run) => run.id).toReversed());

  const versions = (await listVersions(ctx(), { dag_id: "versioned" })).data;
  expect(versions.map((version) => [version.number, version.run_count])).toEqual([
    [3, 0],
    [2, 1],
    [1, 2],
  ]);
});

test("a version without its pipeline, or that is no number, is told apart from no runs", async () => {
  await expect(listRuns(ctx(), { version: 1 })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/version" }] },
  });
  for (const version of ["x", 0, -1, 1.5, "99999999999"])
    await expect(listRuns(ctx(), { dag_id: "versioned", version }), String(version)).rejects.toBeInstanceOf(
      InvalidError,
    );
});
