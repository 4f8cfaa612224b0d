import { beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeConnection,
  changePool,
  changeVariable,
  createConnection,
  createPool,
  createVariable,
  deletePool,
  deleteVariable,
  getConnection,
  getPool,
  getVariable,
  listConnections,
  listConnectionUsers,
  listPools,
  listPoolUsers,
  listVariables,
  listVariableUsers,
  readConnection,
  readVariables,
} from "./index";

const stores = testStores();
const ctx = () => testCtx(stores);
const SECRET = "s3cr3t-value-nobody-may-read";

/** For input the types already refuse: an API call has no types. */
const wrong = (input: unknown) => input as never;

const everythingRecorded = async () =>
  JSON.stringify([
    await listAudit(ctx(), { limit: 200 }),
    await listVariables(ctx(), {}),
    await listConnections(ctx(), {}),
    await stores.db.prisma.variable.findMany(),
    await stores.db.prisma.connection.findMany(),
  ]);

it("tells at its field that a name is taken", async () => {
  const variable = { key: "TWICE", value: "1" };
  const pool = { name: "twice", slots: 1 };
  const connection = { id: "twice", type: "http" as const, host: "example.com" };
  const twice = [
    ["/key", () => createVariable(ctx(), variable)],
    ["/name", () => createPool(ctx(), pool)],
    ["/id", () => createConnection(ctx(), connection)],
  ] as const;
  for (const [pointer, create] of twice) {
    await create();
    await expect(create(), pointer).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { errors: [{ pointer, code: "taken" }] },
    });
  }
});

describe("a secret variable", () => {
  it("reaches the worker and nothing else: not the API, not the audit log, not the table", async () => {
    const made = await createVariable(ctx(), { key: "API_KEY", value: SECRET });
    expect(made).toMatchObject({ key: "API_KEY", is_secret: true, value: null, version: 1 });
    const changed = await changeVariable(ctx(), {
      key: "API_KEY",
      version: 1,
      change: { value: `${SECRET}-2`, description: "for the vendor" },
    });
    expect(changed).toMatchObject({ value: null, version: 2 });
    expect(await getVariable(ctx(), { key: "API_KEY" })).toEqual(changed);
    expect(await everythingRecorded()).not.toContain(SECRET);
    expect(await readVariables(stores, ["API_KEY"])).toEqual({ API_KEY: `${SECRET}-2` });
  });

  it("is not in the messages of refusals", async () => {
    const refusals = await Promise.allSettled([
      createVariable(ctx(), { key: "API_KEY", value: SECRET }),
      createVariable(ctx(), { key: "not a key", value: SECRET }),
      createVariable(ctx(), { key: "NUL", value: `${SECRET}\0` }),
      createVariable(ctx(), { key: "LONG", value: SECRET.repeat(10_000) }),
      createConnection(ctx(), wrong({ id: "x", type: "oracle", password: SECRET })),
      // Everyone sees the host.
      createConnection(ctx(), { id: "x", type: "http", host: `https://me:${SECRET}@vendor.example` }),
      changeVariable(ctx(), { key: "API_KEY", version: 1, change: { value: SECRET } }),
      changeVariable(ctx(), { key: "API_KEY", version: 2, change: wrong({ value: SECRET, more: 1 }) }),
    ]);
    for (const refusal of refusals) {
      expect(refusal.status).toBe("rejected");
      if (refusal.status === "rejected")
        expect(`${refusal.reason} ${JSON.stringify(refusal.reason)}`).not.toContain(SECRET);
    }
  });

  it("becomes plain only together with a new value", async () => {
    await createVariable(ctx(), { key: "HIDDEN", value: SECRET });
    await expect(
      changeVariable(ctx(), { key: "HIDDEN", version: 1, change: { is_secret: false } }),
    ).rejects.toMatchObject({ code: "INVALID" });
    const plain = await changeVariable(ctx(), {
      key: "HIDDEN",
      version: 1,
      change: { is_secret: false, value: "open" },
    });
    expect(plain).toMatchObject({ is_secret: false, value: "open" });
  });

  it("hides in the audit log what was plain before it", async () => {
    await createVariable(ctx(), { key: "WAS_PLAIN", value: "first", is_secret: false });
    await changeVariable(ctx(), { key: "WAS_PLAIN", version: 1, change: { value: SECRET, is_secret: true } });
    expect(await everythingRecorded()).not.toContain(SECRET);
    expect(await readVariables(stores, ["WAS_PLAIN"])).toEqual({ WAS_PLAIN: SECRET });
  });

  it("is worth nothing in another row, nor under another GWANJE_SECRET", async () => {
    await createVariable(ctx(), { key: "MINE", value: SECRET });
    await createVariable(ctx(), { key: "THEIRS", value: "other" });
    const { valueEnc } = await stores.db.prisma.variable.findUniqueOrThrow({ where: { key: "MINE" } });
    await stores.db.prisma.variable.update({ where: { key: "THEIRS" }, data: { valueEnc } });
    await expect(readVariables(stores, ["THEIRS"])).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(readVariables({ ...stores, secret: `${stores.secret}x` }, ["MINE"])).rejects.toThrow(
      /GWANJE_SECRET is not the one/,
    );
  });
});

describe("readVariables", () => {
  it("gives plain and secret values, and names each missing key", async () => {
    await createVariable(ctx(), { key: "REGION", value: "", is_secret: false });
    await createVariable(ctx(), { key: "PASSWORD", value: "", is_secret: true });
    expect(await readVariables(stores, ["REGION", "PASSWORD"])).toEqual({ REGION: "", PASSWORD: "" });
    expect(await readVariables(stores, [])).toEqual({});
    await expect(readVariables(stores, ["REGION", "NO_SUCH", "NOR_THIS"])).rejects.toThrow(
      'There is no variable "NO_SUCH", "NOR_THIS". An admin adds it under Settings > Variables.',
    );
  });
});

describe("a connection", () => {
  it("keeps password and extra to the worker", async () => {
    const made = await createConnection(ctx(), {
      id: "warehouse.main",
      type: "postgres",
      host: "db.example.test",
      port: 5433,
      login: "reader",
      database: "flights",
      password: SECRET,
      extra: { sslmode: "require", token: SECRET },
    });
    expect(made).toMatchObject({ has_password: true, has_extra: true, host: "db.example.test" });
    expect(await everythingRecorded()).not.toContain(SECRET);
    expect(await readConnection(stores, "warehouse.main")).toEqual({
      id: "warehouse.main",
      type: "postgres",
      host: "db.example.test",
      port: 5433,
      login: "reader",
      database: "flights",
      password: SECRET,
      extra: { sslmode: "require", token: SECRET },
    });
    await expect(readConnection(stores, "nowhere")).rejects.toThrow('There is no connection "nowhere".');
  });

  it("keeps what a change leaves out, and removes what it says is null", async () => {
    await createConnection(ctx(), {
      id: "vendor",
      type: "http",
      host: "https://vendor.example",
      password: SECRET,
    });
    const renamed = await changeConnection(ctx(), {
      id: "vendor",
      version: 1,
      change: { host: "https://vendor.example", login: "svc" },
    });
    expect(renamed).toMatchObject({ login: "svc", has_password: true, version: 2 });
    expect((await readConnection(stores, "vendor")).password).toBe(SECRET);
    await changeConnection(ctx(), { id: "vendor", version: 2, change: { password: null } });
    expect(await getConnection(ctx(), { id: "vendor" })).toMatchObject({ has_password: false });
  });

  describe("goes to another address only with its secrets given again, or removed", () => {
    const stored = async () => {
      const id = `moving-${newId("usr")}`;
      const extra = { sslmode: "verify-full" };
      await createConnection(ctx(), {
        id,
        type: "postgres",
        host: "db.own",
        port: 5432,
        password: SECRET,
        extra,
      });
      return id;
    };
    it.each<[string, object, string]>([
      ["host", { host: "evil.example" }, "/password"],
      ["no host", { host: null }, "/password"],
      ["port", { port: 6543 }, "/password"],
      ["type", { type: "http" }, "/password"],
      ["scheme", { type: "http", host: "http://db.own", password: "again" }, "/extra"],
      ["sslmode, which is in extra", { extra: { sslmode: "disable" } }, "/password"],
      ["no extra", { extra: null }, "/password"],
      ["host with the password, without extra", { host: "evil.example", password: "again" }, "/extra"],
    ])("%s", async (_, change, pointer) => {
      const id = await stored();
      await expect(changeConnection(ctx(), { id, version: 1, change })).rejects.toMatchObject({
        code: "INVALID",
        extra: { errors: [{ pointer, code: "secret_again" }] },
      });
      expect(await readConnection(stores, id)).toMatchObject({
        host: "db.own",
        port: 5432,
        password: SECRET,
      });
    });
    it("is so in the audit log when it does", async () => {
      const id = await stored();
      const change = { host: "db.new", password: "again", extra: null };
      await changeConnection(ctx(), { id, version: 1, change });
      await changeConnection(ctx(), { id, version: 2, change: { login: "svc", host: "db.new" } });
      const rows = await stores.db.prisma.auditLog.findMany({
        where: { targetId: id, action: "connection.change" },
        orderBy: { id: "asc" },
      });
      expect(rows.map(({ detail }) => detail)).toMatchObject([
        { address_changed: true },
        { address_changed: false },
      ]);
    });
    it("needs nothing again where nothing is stored", async () => {
      const id = `plain-${newId("usr")}`;
      await createConnection(ctx(), { id, type: "http", host: "https://a.example" });
      const change = { host: "https://b.example", extra: { headers: {} } };
      expect(await changeConnection(ctx(), { id, version: 1, change })).toMatchObject({
        host: "https://b.example",
      });
    });
  });

  it("has a password that is worth nothing as its extra", async () => {
    await createConnection(ctx(), { id: "swap", type: "http", password: SECRET, extra: {} });
    const { passwordEnc } = await stores.db.prisma.connection.findUniqueOrThrow({ where: { id: "swap" } });
    await stores.db.prisma.connection.update({ where: { id: "swap" }, data: { extraEnc: passwordEnc } });
    await expect(readConnection(stores, "swap")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});

describe("two people at once", () => {
  it("a change needs the version it was made from; the loser is shown what stands now", async () => {
    await createVariable(ctx(), { key: "SHARED", value: "1", is_secret: false });
    const change = (value: string, version?: number) =>
      changeVariable(ctx(), { key: "SHARED", version, change: { value } });
    await expect(change("2")).rejects.toMatchObject({ code: "PRECONDITION_REQUIRED" });
    const both = await Promise.allSettled([change("2", 1), change("3", 1)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    const now = await getVariable(ctx(), { key: "SHARED" });
    const lost = both.find((one) => one.status === "rejected");
    expect(lost).toMatchObject({ reason: { code: "STALE", extra: { current: now } } });
    await expect(deleteVariable(ctx(), { key: "SHARED", version: 1 })).rejects.toMatchObject({
      code: "STALE",
    });
    await deleteVariable(ctx(), { key: "SHARED", version: now.version });
    await expect(getVariable(ctx(), { key: "SHARED" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("the same again changes nothing", async () => {
    await createVariable(ctx(), { key: "SAME", value: "1", is_secret: false });
    const again = await changeVariable(ctx(), { key: "SAME", version: 1, change: { value: "1" } });
    expect(again.version).toBe(1);
    const { data } = await listAudit(ctx(), { target: "SAME" });
    expect(data.map((row) => row.action)).toEqual(["variable.create"]);
  });
});

describe("pools and who uses what", () => {
  beforeAll(async () => {
    await createPool(ctx(), { name: "gpu", slots: 2 });
    await createConnection(ctx(), { id: "lake", type: "http" });
    await createVariable(ctx(), { key: "LAKE_TOKEN", value: SECRET });
    await savePipeline(ctx(), {
      dag_id: "trains",
      parent_id: null,
      spec: {
        dag_id: "trains",
        tasks: [
          { task_id: "a", kind: "bash", command: ["true"] },
          { task_id: "b", kind: "bash", command: ["true"], pool: "gpu", secrets: ["LAKE_TOKEN"] },
          { task_id: "c", kind: "http", url: "http://lake.example/", connection: "lake" },
        ],
      },
    });
  });

  it("names the pipelines and tasks of a pool, a connection and a variable", async () => {
    const one = (task_ids: string[]) => ({
      data: [{ dag_id: "trains", is_paused: false, is_stale: false, task_ids }],
    });
    expect(await listPoolUsers(ctx(), { name: "gpu" })).toEqual(one(["b"]));
    expect(await listConnectionUsers(ctx(), { id: "lake" })).toEqual(one(["c"]));
    expect(await listVariableUsers(ctx(), { key: "LAKE_TOKEN" })).toEqual(one(["b"]));
    expect(await listVariableUsers(ctx(), { key: "LAKE" })).toEqual({ data: [] });
  });

  it("shows what holds and what waits for slots, as the engine counts them", async () => {
    await createPool(ctx(), { name: "narrow", slots: 3 });
    const task = { kind: "bash", command: ["true"], pool: "narrow", pool_slots: 2 };
    const tasks = [
      { ...task, task_id: "a" },
      { ...task, task_id: "b" },
      { ...task, task_id: "c", depends_on: ["a"] },
    ];
    await savePipeline(ctx(), { dag_id: "narrowed", parent_id: null, spec: { dag_id: "narrowed", tasks } });
    await triggerRun(ctx(), { dag_id: "narrowed" });
    expect(await getPool(ctx(), { name: "narrow" })).toMatchObject({
      running_slots: 0,
      queued_slots: 2,
      waiting_tasks: 1,
    });
    await stores.db.prisma.dag.update({ where: { id: "narrowed" }, data: { staleAt: stores.clock.now() } });
    await expect(deletePool(ctx(), { name: "narrow", version: 1 })).rejects.toThrow(/3 tasks of runs/);
  });

  it("refuses to delete a pool that a live pipeline uses, and says which", async () => {
    await expect(deletePool(ctx(), { name: "gpu", version: 1 })).rejects.toThrow(
      /Pipelines use this pool: trains\./,
    );
    await stores.db.prisma.dag.update({ where: { id: "trains" }, data: { staleAt: stores.clock.now() } });
    await deletePool(ctx(), { name: "gpu", version: 1 });
    expect((await listPools(ctx(), {})).data.map((pool) => pool.name)).not.toContain("gpu");
  });

  it("keeps the default pool, whose slots may change", async () => {
    await expect(deletePool(ctx(), { name: "default_pool", version: 1 })).rejects.toThrow(
      /default_pool stays/,
    );
    expect(
      await changePool(ctx(), { name: "default_pool", version: 1, change: { slots: -1 } }),
    ).toMatchObject({
      slots: -1,
      version: 2,
    });
  });
});

it("the admin writes, everyone else of the team reads", async () => {
  const reader = testCtx(stores, ["settings:read"]);
  expect((await listVariables(reader, {})).data.length).toBeGreaterThan(0);
  await expect(createVariable(reader, { key: "X", value: "x" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(createPool(reader, { name: "x", slots: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(listVariables(testCtx(stores, ["runs:read"]), {})).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
