import { expect, test } from "vitest";
import { experimenter } from "@/lib/experiments/testing";
import type { Sql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  createModel,
  createVersion,
  deleteModel,
  deleteVersion,
  getModel,
  getVersion,
  moveVersion,
  renameModel,
  searchModels,
  searchVersions,
  setAlias,
} from "./index";

const stores = testStores();
const { run } = experimenter(stores);
const ctx = () => testCtx(stores, ["models:read", "models:write"]);

async function model(): Promise<string> {
  return (await createModel(ctx(), { name: newId("req") })).name;
}
async function version(name: string): Promise<number> {
  const run_id = await run("0");
  return (await createVersion(ctx(), { name, source: `runs:/${run_id}/model`, run_id })).version;
}
const ref = (name: string, number: number) => ({ name, version: String(number) });

test("eight writers at once make versions 1 to 24, each once", async () => {
  const name = await model();
  const writers = Array.from({ length: 8 }, async () => [
    await version(name),
    await version(name),
    await version(name),
  ]);
  const numbers = (await Promise.all(writers)).flat().sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
});

test("a deleted version's number is not given again, a new model of the name begins at 1", async () => {
  const name = await model();
  await version(name);
  await deleteVersion(ctx(), ref(name, await version(name)));
  expect(await version(name)).toBe(3);
  await deleteModel(ctx(), { name });
  await createModel(ctx(), { name });
  expect(await version(name)).toBe(1);
});

test("of two that archive what is in Production at once, one is in Production at the end", async () => {
  const name = await model();
  const numbers = [await version(name), await version(name)];
  await Promise.all(
    numbers.map((number) =>
      moveVersion(ctx(), { ...ref(name, number), stage: "production", archive_existing: true }),
    ),
  );
  const stages = await Promise.all(
    numbers.map(async (number) => (await getVersion(ctx(), ref(name, number))).stage),
  );
  expect(stages.sort()).toEqual(["Archived", "Production"]);
});

test("a name that another takes while a rename waits for it is taken", async () => {
  const name = await model();
  const wanted = newId("req");
  const take = (sql: Sql) => sql.rows("INSERT INTO registered_model (name) VALUES ($1)", [wanted]);
  const { renamed } = await whileHeld(stores.db.pool, take, async () => {
    const settled = renameModel(ctx(), { name, new_name: wanted }).catch((error: unknown) => error);
    await waitForLocked(stores.db.pool);
    return { renamed: settled };
  });
  expect(await renamed).toMatchObject({ code: "CONFLICT", extra: { errors: [{ code: "taken" }] } });
  expect((await getModel(ctx(), { name })).name).toBe(name);
});

test("a version that was copied keeps where its files lie when its source is renamed", async () => {
  const name = await model();
  const copy = await model();
  await version(name);
  const made = await createVersion(ctx(), { name: copy, source: `models:/${name}/1` });
  await renameModel(ctx(), { name, new_name: newId("req") });
  const found = await getVersion(ctx(), ref(copy, made.version));
  expect(found.storageLocation).toMatch(/^mlflow-artifacts:\/0\/[0-9a-f]{32}\/artifacts\/model$/);
});

test("the audit log has each change, by whom, and what was before", async () => {
  const name = await model();
  await version(name);
  await setAlias(ctx(), { ...ref(name, 1), alias: "best" });
  await moveVersion(ctx(), { ...ref(name, 1), stage: "Staging" });
  await deleteModel(ctx(), { name });
  const rows = await stores.db.prisma.auditLog.findMany({
    where: {
      OR: [{ targetId: name }, { targetId: { startsWith: `${name}/` } }, { targetId: `${name}@best` }],
    },
    orderBy: { id: "asc" },
  });
  expect(rows.map(({ action }) => action).sort()).toEqual([
    "model_version.create",
    "model_version.move",
    "registered_model.alias",
    "registered_model.create",
    "registered_model.delete",
  ]);
  expect(rows.find(({ action }) => action === "registered_model.delete")?.before).toMatchObject({
    aliases: [{ alias: "best", version: 1 }],
  });
});

test("needs models:read to read and models:write to change, and a refusal is recorded", async () => {
  const name = await model();
  const reader = testCtx(stores, ["models:read", "experiments:write"]);
  const stranger = testCtx(stores, ["experiments:read", "experiments:write"]);
  expect((await getModel(reader, { name })).name).toBe(name);
  for (const refusal of [
    getModel(stranger, { name }),
    searchModels(stranger, {}),
    searchVersions(stranger, {}),
    deleteModel(reader, { name }),
    createVersion(reader, { name, source: "x" }),
  ])
    await expect(refusal).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("our own search has OR and parentheses over models and versions", async () => {
  const names = [await model(), await model(), await model()];
  for (const name of names) await version(name);
  const filter = `name = '${names[0]}' OR (name = '${names[1]}' AND name LIKE '%')`;
  const models = await searchModels(ctx(), { filter });
  expect(models.found.map(({ name }) => name)).toEqual(names.slice(0, 2).sort());
  const versions = await searchVersions(ctx(), { filter, order_by: ["name"] });
  expect(versions.found.map(({ name }) => name)).toEqual(names.slice(0, 2).sort());
});
