import { beforeAll, expect, test } from "vitest";
import { searchLogRecords } from "@/lib/log-records";
import { createDb } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createLogTap, withTap } from "@/lib/platform/log-tap";
import { createLogger } from "@/lib/platform/logger";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { startKeeping } from "./own-records";

const stores = testStores();
beforeAll(() => {
  stubEnv(stores.env);
  stores.clock.set(new Date());
});

/** A process with a host of its own, by which it is found. */
function speaking(deps = stores) {
  const printed: string[] = [];
  const stdout = { write: (line: string) => void printed.push(line), flushSync: () => {} };
  const tap = createLogTap();
  tap.open(30);
  const log = createLogger("serving", "info", withTap(tap, stdout));
  const host = newId("evt");
  const { round } = startKeeping(deps, { name: "serving", log, tap }, host);
  const found = async (q = "") => {
    stores.clock.set(new Date());
    const { data } = await searchLogRecords(testCtx(stores), { q: `host:${host} ${q}`, limit: 500 });
    return data.toReversed();
  };
  return { log, round, found, printed };
}

test("lines of a process become records with the ids of what they speak of", async () => {
  const { log, round, found } = speaking();
  log.warn({ run_id: "run_1", dag_id: "flights", err: new Error("no room") }, "a run was not started");
  log.info(
    {
      request_id: "req_1",
      method: "GET",
      route: "/predict/:name",
      status: 200,
      ms: 7,
      user_id: "usr_1",
      trace_id: "t".repeat(32),
    },
    "request",
  );
  log.info({ request_id: "req_2", method: "PUT", route: "/data/objects/*", status: 503, ms: 1 }, "request");
  await round();
  const [run, request, failed, ...more] = await found();
  expect(more).toEqual([]);
  expect(run).toMatchObject({
    level: "warn",
    service: "gwanje-serving",
    message: "a run was not started",
    attributes: {
      process: "serving",
      run: "run_1",
      pipeline: "flights",
      "err.message": "no room",
      "err.stack": expect.stringContaining("own-records.itest"),
    },
  });
  expect(request).toMatchObject({
    level: "info",
    message: "GET /predict/:name 200 7 ms",
    trace_id: "t".repeat(32),
    attributes: { request: "req_1", user: "usr_1", status: 200, ms: 7 },
  });
  expect(failed).toMatchObject({ level: "error", attributes: { request: "req_2" } });
});

test("nothing logged is nothing written", async () => {
  const { round, found } = speaking();
  await round();
  expect(await found()).toEqual([]);
});

test("while the database is away it waits, is said once on stdout, and comes once", async () => {
  const door = await openDoor(stores.env.DATABASE_URL);
  const db = createDb(door.url, 4);
  const { log, round, found, printed } = speaking({ ...stores, db });
  await door.shut();
  log.info("first");
  await round();
  log.info("second");
  for (let n = 0; n < 20; n += 1) await round();
  expect(printed.filter((line) => line.includes("not in the log search"))).toHaveLength(1);
  expect(await found()).toEqual([]);
  await door.open();
  await round();
  await round();
  await round();
  expect((await found()).map(({ message }) => message)).toEqual(["first", "second"]);
  expect(printed.at(-1)).toContain("again");
  await db.close();
  await door.shut();
});

test("what was too much is counted in a record", async () => {
  const { log, round, found } = speaking();
  for (let n = 0; n < 2_003; n += 1) log.info("much");
  await round();
  expect(await found("level:warn")).toMatchObject([
    { level: "warn", attributes: { dropped: 3, process: "serving" } },
  ]);
});
