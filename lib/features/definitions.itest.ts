import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeEntity,
  changeService,
  changeSource,
  changeView,
  createEntity,
  createService,
  createSource,
  createView,
  deleteEntity,
  deleteService,
  deleteSource,
  deleteView,
  getService,
  getView,
  listEntities,
  listViewSchemas,
} from "./index";
import type { FeatureField } from "./schema";

const stores = testStores();
const ctx = () => testCtx(stores, ["features:read", "features:write"]);
const fields: FeatureField[] = [
  { name: "trips", type: "INT64" },
  { name: "rate", type: "DOUBLE" },
];
let made = 0;

/** An entity, a view of it and a service of the view, under names of their own. */
async function definitions() {
  made += 1;
  const [entity, view, service, source] = [`e${made}`, `v${made}`, `s${made}`, `p${made}`];
  await createEntity(ctx(), { name: entity, join_key: `${entity}_id`, value_type: "INT64" });
  await createView(ctx(), { name: view, entities: [entity], fields, push_source: source });
  await createService(ctx(), { name: service, features: [`${view}:trips`] });
  return { entity, view, service, source };
}
const refused = (pointer: string, words: RegExp) => ({
  code: expect.stringMatching(/^(INVALID|CONFLICT)$/),
  message: expect.stringMatching(words),
  extra: expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
});

describe("a view's schema", () => {
  it("has a next version when fields or entities change, and not for all else", async () => {
    const { view, entity } = await definitions();
    const other = `${entity}_other`;
    await createEntity(ctx(), { name: other, value_type: "STRING" });
    const version = async (change: Parameters<typeof changeView>[1]["change"]) => {
      const before = await getView(ctx(), { name: view });
      return (await changeView(ctx(), { name: view, version: before.version, change })).schema_version;
    };
    expect(await version({ ttl_seconds: 60, description: "x", tags: { a: "b" }, owner: "o" })).toBe(0);
    expect(await version({ fields: [...fields].reverse() })).toBe(0);
    expect(await version({ fields: [...fields, { name: "more", type: "STRING_LIST" }] })).toBe(1);
    expect(await version({ entities: [entity, other] })).toBe(2);
    expect(await version({ entities: [entity], fields })).toBe(3);
    const { data } = await listViewSchemas(ctx(), { name: view });
    expect(data.map((one) => [one.schema_version, one.entities.length, one.fields.length])).toEqual([
      [3, 1, 2],
      [2, 2, 3],
      [1, 1, 3],
      [0, 1, 2],
    ]);
  });

  it("is changed by one who has read what stands", async () => {
    const { view } = await definitions();
    await changeView(ctx(), { name: view, version: 1, change: { ttl_seconds: 5 } });
    await expect(
      changeView(ctx(), { name: view, version: 1, change: { ttl_seconds: 6 } }),
    ).rejects.toMatchObject({ code: "STALE" });
    await expect(changeView(ctx(), { name: view, change: {} })).rejects.toMatchObject({
      code: "PRECONDITION_REQUIRED",
    });
  });

  it("of eight changes at once takes one", async () => {
    const { view } = await definitions();
    const changes = Array.from({ length: 8 }, (_, at) =>
      changeView(ctx(), {
        name: view,
        version: 1,
        change: { fields: [...fields, { name: `f${at}`, type: "BOOL" }] },
      }),
    );
    const ended = await Promise.allSettled(changes);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await getView(ctx(), { name: view })).schema_version).toBe(1);
  });
});

describe("a definition is refused with the field and the way out", () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      "an entity that is not there",
      { entities: ["nobody"] },
      "/entities/0",
      /There is no entity "nobody"\. There are: /,
    ],
    ["the same entity twice", { entities: ["E", "E"] }, "/entities/1", /twice/],
    ["no entity", { entities: [] }, "/entities", /./],
    ["no fields", { fields: [] }, "/fields", /./],
    ["an unknown type", { fields: [{ name: "a", type: "INT128" }] }, "/fields/0/type", /INT64/],
    ["a field twice", { fields: [fields[0], fields[0]] }, "/fields/1/name", /twice/],
    [
      "a field named as the join key",
      { fields: [{ name: "E_id", type: "INT64" }] },
      "/fields/0/name",
      /join key/,
    ],
    [
      "a field named __proto__",
      { fields: [{ name: "__proto__", type: "BOOL" }] },
      "/fields/0/name",
      /letters/,
    ],
    ["a field that says when", { fields: [{ name: "created", type: "BOOL" }] }, "/fields/0/name", /say when/],
    ["a name with a colon", { name: "a:b" }, "/name", /letters/],
    ["a negative ttl", { ttl_seconds: -1 }, "/ttl_seconds", /./],
    ["a push source that is taken", { push_source: "P" }, "/push_source", /go to the view/],
    ["the name of another view", { name: "V" }, "/name", /Change that one/],
  ])("%s", async (_name, wrong, pointer, words) => {
    const { entity, view, source } = await definitions();
    const names: Record<string, string> = { E: entity, V: view, P: source, E_id: `${entity}_id` };
    const text = JSON.stringify({ name: `${view}_new`, entities: [entity], fields, ...wrong });
    const input = JSON.parse(
      text.replaceAll(/"(E|V|P|E_id)"/g, (_, key: string) => JSON.stringify(names[key])),
    );
    await expect(createView(ctx(), input)).rejects.toMatchObject(refused(pointer, words));
  });

  it.each([
    ["trips", /view:feature/],
    ["V:trips:x", /view:feature/],
    ["V@v0:trips", /version/],
    ["nothing:trips", /There is no view/],
    ["V:nothing", /There are: trips, rate/],
  ])("a service of %s", async (reference, words) => {
    const { view, service } = await definitions();
    const features = [`${view}:trips`, reference.replace("V", view)];
    await expect(createService(ctx(), { name: `${service}_new`, features })).rejects.toMatchObject(
      refused("/features/1", words),
    );
  });
});

describe("what others use stays", () => {
  it("until they are gone", async () => {
    const { entity, view, service } = await definitions();
    const inUse = (by: string) => ({
      code: "CONFLICT",
      extra: { reason: { code: "feature_in_use", values: { users: by } } },
    });
    await expect(deleteEntity(ctx(), { name: entity, version: 1 })).rejects.toMatchObject(inUse(view));
    await expect(deleteView(ctx(), { name: view, version: 1 })).rejects.toMatchObject(inUse(service));
    await expect(
      changeView(ctx(), { name: view, version: 1, change: { fields: fields.slice(1) } }),
    ).rejects.toMatchObject(inUse(service));
    await changeService(ctx(), { name: service, version: 1, change: { features: [`${view}:rate`] } });
    await changeView(ctx(), { name: view, version: 1, change: { fields: fields.slice(1) } });
    await deleteService(ctx(), { name: service, version: 2 });
    await deleteView(ctx(), { name: view, version: 2 });
    await deleteEntity(ctx(), { name: entity, version: 1 });
    await expect(getService(ctx(), { name: service })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a data source", () => {
  const sourceOf = (more: object = {}) => {
    made += 1;
    const path = `s3://${stores.storage.bucket}/features/x.parquet`;
    return { name: `d${made}`, format: "parquet" as const, path, timestamp_field: "ts", ...more };
  };

  it("is changed, and stays while a view has it", async () => {
    const { view } = await definitions();
    const { name, version } = await createSource(ctx(), sourceOf());
    await changeView(ctx(), { name: view, version: 1, change: { source: name } });
    const change = { format: "csv" as const, field_mapping: { "a column": "trips" } };
    expect(await changeSource(ctx(), { name, version, change })).toMatchObject({ version: 2, ...change });
    await expect(deleteSource(ctx(), { name, version: 2 })).rejects.toMatchObject({
      extra: { reason: { code: "feature_in_use", values: { users: view } } },
    });
    await changeView(ctx(), { name: view, version: 2, change: { source: null } });
    await deleteSource(ctx(), { name, version: 2 });
    expect((await getView(ctx(), { name: view })).source).toBeNull();
  });

  it("is in the bucket of the installation where its path names none", async () => {
    const own = (key: string) => `s3://${stores.storage.bucket}/${key}`;
    const made = await createSource(ctx(), sourceOf({ path: "s3:///features/x.parquet" }));
    expect(made.path).toBe(own("features/x.parquet"));
    const change = { path: "s3:///features/trips/" };
    expect(await changeSource(ctx(), { name: made.name, version: 1, change })).toMatchObject({
      path: own("features/trips/"),
    });
    // A pipeline's file says it again at each look, and changes nothing.
    expect(await changeSource(ctx(), { name: made.name, version: 2, change })).toMatchObject({ version: 2 });
  });

  it.each<[string, object, string, RegExp]>([
    ["another bucket", { path: "s3://other/x.parquet" }, "/path", /Write s3:\/\/t-/],
    ["a way up", { path: "s3://B/a/../../x" }, "/path", /plain key/],
    ["what has permissions of its own", { path: "s3://B/artifacts/x.parquet" }, "/path", /reserved/],
    ["the whole bucket", { path: "s3://B//" }, "/path", /plain key/],
    ["a web address", { path: "https://example.com/x.parquet" }, "/path", /s3:/],
    ["a format that is none", { format: "json" }, "/format", /parquet/],
    ["one name for two columns", { field_mapping: { a: "x", b: "x" } }, "/field_mapping/b", /twice/],
    ["a name that is none", { field_mapping: { a: "x y" } }, "/field_mapping/a", /letters/],
  ])("of %s is refused", async (_name, wrong, pointer, words) => {
    const text = JSON.stringify(sourceOf(wrong)).replaceAll("s3://B/", `s3://${stores.storage.bucket}/`);
    await expect(createSource(ctx(), JSON.parse(text))).rejects.toMatchObject(refused(pointer, words));
  });

  it("that is not there is no view's", async () => {
    const { view } = await definitions();
    await expect(
      changeView(ctx(), { name: view, version: 1, change: { source: "nobody" } }),
    ).rejects.toMatchObject(refused("/source", /There is no data source "nobody"/));
  });
});

it("a change is one audit row, and one that changes nothing is none", async () => {
  const { entity } = await definitions();
  const change = { owner: "fleet", tags: { team: "a" } };
  await changeEntity(ctx(), { name: entity, version: 1, change });
  await changeEntity(ctx(), { name: entity, version: 2, change });
  const rows = await stores.db.prisma.auditLog.findMany({
    where: { targetId: entity },
    orderBy: { at: "asc" },
  });
  expect(rows.map(({ action }) => action).sort()).toEqual(["feature_entity.change", "feature_entity.create"]);
});

it("a caller that may not is refused, and a refused change is recorded", async () => {
  const actor = { id: newId("usr") };
  const nobody = testCtx(stores, [], actor);
  await expect(listEntities(nobody, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  const reader = testCtx(stores, ["features:read"], actor);
  await expect(createEntity(reader, { name: "x", value_type: "INT64" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const rows = await stores.db.prisma.auditLog.findMany({ where: { actorId: actor.id } });
  expect(rows).toMatchObject([{ action: "access.denied" }]);
});
