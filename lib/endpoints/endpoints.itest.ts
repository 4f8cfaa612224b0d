import { describe, expect, it, test } from "vitest";
import { deleteAlias, deleteModel, deleteVersion, listVersions, renameModel, setAlias } from "@/lib/models";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  ensureEndpoint,
  getEndpoint,
  listEndpoints,
  rollBackEndpoint,
} from "./index";
import { registry } from "./testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores, ["endpoints:read", "endpoints:write"]);
let made = 0;

/** A model of three versions, of which the alias best is the second, and an endpoint of the first. */
async function endpoint() {
  made += 1;
  const name = `endpoint-${made}`;
  const registered = await model();
  for (let at = 0; at < 3; at += 1) await version(registered, {});
  await setAlias(testCtx(stores), { name: registered, version: "2", alias: "best" });
  const view = await createEndpoint(ctx(), { name, variant: { model: registered, version: 1 } });
  return { name, model: registered, view };
}
const refused = (pointer: string, words: RegExp) => ({
  code: expect.stringMatching(/^(INVALID|CONFLICT)$/),
  message: expect.stringMatching(words),
  extra: expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
});

test("an endpoint has limits unless it says otherwise, and stands in the list", async () => {
  const { name, model: registered, view } = await endpoint();
  expect(view).toMatchObject({
    name,
    enabled: true,
    variants: [
      { number: 1, name: "main", model: registered, alias: null, version: 1, remote: null, percent: 100 },
    ],
    sticky: null,
    shadow: null,
    previous: null,
    max_rows: 1_000,
    max_in_flight: 64,
    deadline_ms: 2_000,
    version: 1,
  });
  expect(await getEndpoint(ctx(), { name })).toEqual(view);
  expect((await listEndpoints(ctx(), {})).data).toContainEqual(view);
});

test("a pipeline that says each day what it needs makes it once, and changes nothing that people have changed", async () => {
  const { model: registered } = await endpoint();
  const wanted = { name: "said-daily", variant: { model: registered, alias: "best" } };
  const both = await Promise.all([ensureEndpoint(ctx(), wanted), ensureEndpoint(ctx(), wanted)]);
  expect(both[0]).toEqual(both[1]);
  expect(both[0]).toMatchObject({ variants: [{ alias: "best", percent: 100 }], version: 1 });
  const change = { variant: { model: registered, version: 1 } };
  const changed = await changeEndpoint(ctx(), { name: wanted.name, version: 1, change });
  expect(await ensureEndpoint(ctx(), wanted)).toEqual(changed);
  const audits = await stores.db.prisma.auditLog.findMany({ where: { targetId: wanted.name } });
  expect(audits.map(({ action }) => action).sort()).toEqual(["endpoint.change", "endpoint.create"]);
});

describe("an endpoint is refused with the field and the way out", () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["a name that is taken", { name: "N" }, "/name", /Change that one/],
    ["a name with a slash", { name: "a/b" }, "/name", /letters/],
    ["a model that is not there", { variant: { model: "nobody", version: 1 } }, "/variant", /nobody\/1/],
    ["a version that is not there", { variant: { model: "M", version: 9 } }, "/variant", /Register it/],
    ["an alias that is not there", { variant: { model: "M", alias: "worst" } }, "/variant", /@worst/],
    ["an alias and a version", { variant: { model: "M", alias: "best", version: 1 } }, "/variant", /./],
    ["1,001 rows", { max_rows: 1_001 }, "/max_rows", /1000/],
    ["no time", { deadline_ms: 0 }, "/deadline_ms", /./],
    ["neither a variant nor several", { variant: undefined }, "/variant", /missing/],
    [
      "a variant and several",
      { variants: [{ name: "a", model: "M", version: 1, percent: 100 }] },
      "/variants",
      /only one/,
    ],
    [
      "shares of 90",
      { variant: undefined, variants: [{ name: "a", model: "M", version: 1, percent: 90 }] },
      "/variants",
      /add up to 90/,
    ],
    [
      "a name twice",
      {
        variant: undefined,
        variants: [1, 2].map((version) => ({ name: "a", model: "M", version, percent: 50 })),
      },
      "/variants/1/name",
      /two variants/,
    ],
    [
      "one of several that is not there",
      {
        variant: undefined,
        variants: [1, 9].map((version) => ({ name: `v${version}`, model: "M", version, percent: 50 })),
      },
      "/variants/1",
      /\/9/,
    ],
    [
      "a shadow under the name of what answers",
      { shadow: { name: "main", model: "M", version: 2 } },
      "/shadow/name",
      /two variants/,
    ],
    ["a shadow that is not there", { shadow: { model: "M", version: 9 } }, "/shadow", /\/9/],
    ["a secret for a key", { sticky: { by: "header", name: "Cookie" } }, "/sticky/name", /no header/],
  ])("%s", async (_name, wrong, pointer, words) => {
    const { name, model: registered } = await endpoint();
    const text = JSON.stringify({
      name: `${name}-new`,
      variant: { model: registered, version: 1 },
      ...wrong,
    });
    const input = JSON.parse(text.replace('"N"', `"${name}"`).replaceAll('"M"', `"${registered}"`));
    await expect(createEndpoint(ctx(), input)).rejects.toMatchObject(refused(pointer, words));
  });
});

describe("what answers", () => {
  it("is another variant after a change, the one before after a roll-back, and the other again after a second", async () => {
    const { name, model: registered } = await endpoint();
    const numbers = ({ variants: [now], previous }: Awaited<ReturnType<typeof getEndpoint>>) => [
      now?.number,
      now?.alias ?? now?.version,
      previous?.variants[0]?.number,
    ];
    const change = { variant: { model: registered, alias: "best" } };
    expect(numbers(await changeEndpoint(ctx(), { name, version: 1, change }))).toEqual([2, "best", 1]);
    expect(numbers(await rollBackEndpoint(ctx(), { name, version: 2 }))).toEqual([1, 1, 2]);
    expect(numbers(await rollBackEndpoint(ctx(), { name, version: 3 }))).toEqual([2, "best", 1]);
    const third = { variant: { model: registered, version: 3 } };
    expect(numbers(await changeEndpoint(ctx(), { name, version: 4, change: third }))).toEqual([3, 3, 2]);
  });

  it("is several variants by their shares, and a roll-back brings back all of it", async () => {
    const { name, model: registered } = await endpoint();
    const main = { name: "main", model: registered, version: 1 };
    const canary = { name: "canary", model: registered, alias: "best" };
    const split = (percent: number) => [
      { ...main, percent: 100 - percent },
      { ...canary, percent },
    ];
    const sharesOf = (view: Awaited<ReturnType<typeof getEndpoint>>) =>
      view.variants.map((one) => [one.number, one.name, one.percent]);
    const sticky = { by: "header", name: "X-User-Id" } as const;
    const tenth = await changeEndpoint(ctx(), { name, version: 1, change: { variants: split(10), sticky } });
    expect(sharesOf(tenth)).toEqual([
      [1, "main", 90],
      [2, "canary", 10],
    ]);
    const half = await changeEndpoint(ctx(), { name, version: 2, change: { variants: split(60) } });
    expect(sharesOf(half)).toEqual([
      [2, "canary", 60],
      [1, "main", 40],
    ]);
    expect(half.sticky).toEqual(sticky);
    const free = await changeEndpoint(ctx(), { name, version: 3, change: { sticky: null } });
    expect(free).toMatchObject({ variants: half.variants, sticky: null, previous: { sticky } });
    const back = await rollBackEndpoint(ctx(), { name, version: 4 });
    expect(back).toMatchObject({ variants: half.variants, sticky, previous: { sticky: null } });
    const same = { variants: split(60).reverse(), sticky };
    expect((await changeEndpoint(ctx(), { name, version: 5, change: same })).version).toBe(5);
  });

  it("does not go back to what was never there, nor to a version that is gone", async () => {
    const { name, model: registered } = await endpoint();
    await expect(rollBackEndpoint(ctx(), { name, version: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { reason: { code: "endpoint_nothing_before" } },
    });
    const change = { variant: { model: registered, version: 3 } };
    await changeEndpoint(ctx(), { name, version: 1, change });
    await stores.db.prisma.modelVersion.deleteMany({
      where: { version: 1, model: { name: registered } },
    });
    await expect(rollBackEndpoint(ctx(), { name, version: 2 })).rejects.toMatchObject(
      refused("/variant", /\/1/),
    );
  });

  it("moves no more keys than the shares want: what a variant keeps are slots that it had", async () => {
    const { name, model: registered } = await endpoint();
    const shares = (percents: number[]) =>
      percents.map((percent, at) => ({ name: `v${at}`, model: registered, version: at + 1, percent }));
    const slots = async () => {
      const { rows } = await stores.db.pool.query<{ slots: number[] }>(
        `SELECT s.slots FROM endpoint e JOIN endpoint_state s ON s.endpoint_id = e.id AND s.number = e.live_state
         WHERE e.name = $1`,
        [name],
      );
      return rows[0]?.slots ?? [];
    };
    await changeEndpoint(ctx(), { name, version: 1, change: { variants: shares([50, 30, 20]) } });
    const before = await slots();
    await changeEndpoint(ctx(), { name, version: 2, change: { variants: shares([40, 40, 20]) } });
    const after = await slots();
    expect(after.filter((number, slot) => number !== before[slot])).toHaveLength(10);
  });

  it("is changed by one who has read what stands: of eight at once one is", async () => {
    const { name } = await endpoint();
    const changes = Array.from({ length: 8 }, (_, at) =>
      changeEndpoint(ctx(), { name, version: 1, change: { max_rows: at + 1 } }),
    );
    const ended = await Promise.allSettled(changes);
    expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(changeEndpoint(ctx(), { name, change: {} })).rejects.toMatchObject({
      code: "PRECONDITION_REQUIRED",
    });
  });
});

test("a change is one audit row, and one that changes nothing is none", async () => {
  const { name, model: registered } = await endpoint();
  const change = { variant: { model: registered, version: 2 }, max_rows: 10 };
  await changeEndpoint(ctx(), { name, version: 1, change });
  expect((await changeEndpoint(ctx(), { name, version: 2, change })).version).toBe(2);
  await rollBackEndpoint(ctx(), { name, version: 2 });
  await deleteEndpoint(ctx(), { name, version: 3 });
  const rows = await stores.db.prisma.auditLog.findMany({
    where: { targetId: name },
    orderBy: { at: "asc" },
  });
  expect(rows.map(({ action }) => action).sort()).toEqual([
    "endpoint.change",
    "endpoint.create",
    "endpoint.delete",
    "endpoint.roll_back",
  ]);
  await expect(getEndpoint(ctx(), { name })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a caller that may not is refused, and a refused change is recorded", async () => {
  const actor = { id: newId("usr") };
  await expect(listEndpoints(testCtx(stores, [], actor), {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  const reader = testCtx(stores, ["endpoints:read", "predictions:run"], actor);
  const input = { name: "x", variant: { model: "m", version: 1 } };
  await expect(createEndpoint(reader, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const rows = await stores.db.prisma.auditLog.findMany({ where: { actorId: actor.id } });
  expect(rows).toMatchObject([{ action: "access.denied" }]);
});

describe("what an endpoint answers with stays in the registry", () => {
  const inUse = (name: string) => ({
    code: "CONFLICT",
    message: expect.stringContaining(`endpoint ${name}`),
    extra: { reason: { code: "model_in_use" }, errors: [{ pointer: `/endpoints/${name}` }] },
  });

  test("a version by its number, or by the alias that is followed; the model with its name; other versions go", async () => {
    const { name, model: registered, view } = await endpoint();
    const ref = { name: registered };
    await expect(deleteVersion(testCtx(stores), { ...ref, version: "1" })).rejects.toMatchObject(inUse(name));
    await changeEndpoint(ctx(), {
      name,
      version: view.version,
      change: { variant: { model: registered, alias: "best" } },
    });
    for (const gone of [
      () => deleteVersion(testCtx(stores), { ...ref, version: "2" }),
      () => deleteAlias(testCtx(stores), { ...ref, alias: "best" }),
      () => deleteModel(testCtx(stores), ref),
      () => renameModel(testCtx(stores), { ...ref, new_name: `${registered}-new` }),
    ])
      await expect(gone()).rejects.toMatchObject(inUse(name));
    await deleteVersion(testCtx(stores), { ...ref, version: "1" });
    await deleteEndpoint(ctx(), { name, version: view.version + 1 });
    await deleteModel(testCtx(stores), ref);
  });

  test("each variant with a share counts, and an endpoint is named once", async () => {
    const { name, model: registered, view } = await endpoint();
    const variants = [
      { name: "one", model: registered, version: 1, percent: 98 },
      { name: "two", model: registered, alias: "best", percent: 1 },
      { name: "three", model: registered, version: 2, percent: 1 },
    ];
    await changeEndpoint(ctx(), { name, version: view.version, change: { variants } });
    const ref = { name: registered };
    for (const gone of ["1", "2"])
      await expect(deleteVersion(testCtx(stores), { ...ref, version: gone })).rejects.toMatchObject(
        inUse(name),
      );
    await expect(deleteAlias(testCtx(stores), { ...ref, alias: "best" })).rejects.toMatchObject(inUse(name));
    const [, second] = (await listVersions(testCtx(stores), ref)).data.toSorted(
      (one, other) => one.number - other.number,
    );
    expect(second?.endpoints).toEqual([name]);
  });

  test("a shadow counts as well, and a version that only shadows answers nobody", async () => {
    const { name, model: registered, view } = await endpoint();
    const shadow = { model: registered, alias: "best", percent: 5 };
    const change = await changeEndpoint(ctx(), { name, version: view.version, change: { shadow } });
    expect(change).toMatchObject({
      variants: view.variants,
      shadow: { number: 2, name: "shadow", model: registered, alias: "best", percent: 5 },
      previous: { shadow: null },
    });
    const ref = { name: registered };
    await expect(deleteVersion(testCtx(stores), { ...ref, version: "2" })).rejects.toMatchObject(inUse(name));
    await expect(deleteAlias(testCtx(stores), { ...ref, alias: "best" })).rejects.toMatchObject(inUse(name));
    const versions = (await listVersions(testCtx(stores), ref)).data;
    expect(versions.find(({ number }) => number === 2)?.endpoints).toEqual([]);
    await rollBackEndpoint(ctx(), { name, version: change.version });
    await deleteVersion(testCtx(stores), { ...ref, version: "2" });
  });

  test("a version says which endpoints answer with it: by number, by alias or by latest, while they are switched on", async () => {
    const { name, model: registered, view } = await endpoint();
    const made = async (part: string, variant: { alias: string }) =>
      (await createEndpoint(ctx(), { name: `${name}-${part}`, variant: { model: registered, ...variant } }))
        .name;
    const best = await made("best", { alias: "best" });
    const latest = await made("latest", { alias: "latest" });
    const off = { name, version: view.version, change: { enabled: false } };
    const live = async (permissions: Parameters<typeof testCtx>[1]) =>
      (await listVersions(testCtx(stores, permissions), { name: registered })).data
        .toSorted((one, other) => one.number - other.number)
        .map(({ endpoints }) => endpoints);
    const both = ["models:read", "endpoints:read"] as const;
    expect(await live([...both])).toEqual([[name], [best], [latest]]);
    expect(await live(["models:read"])).toEqual([[], [], []]);
    await changeEndpoint(ctx(), off);
    expect(await live([...both])).toEqual([[], [best], [latest]]);
  });

  test("also when both are asked for at once: who comes second sees the first", async () => {
    const registered = await model();
    await version(registered, {});
    const made = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("SELECT 1 FROM registered_model WHERE name = $1 FOR NO KEY UPDATE", [registered]),
      async (holder) => {
        const creation = createEndpoint(ctx(), {
          name: "too-late",
          variant: { model: registered, version: 1 },
        });
        const settled = creation.catch((error: unknown) => error);
        await waitForLocked(stores.db.pool);
        await holder.rows(
          "DELETE FROM model_version WHERE model_id = (SELECT model_id FROM registered_model WHERE name = $1)",
          [registered],
        );
        return { settled };
      },
    );
    expect(await made.settled).toMatchObject(refused("/variant", /Register it/));
  });
});
