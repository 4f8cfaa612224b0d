import { expect, test } from "vitest";
import { type Batch, PredictionLog } from "./prediction-log";
import { bytesOf, type PredictionRow } from "./prediction-row";

const AT = new Date("2026-01-05T09:30:00Z");
const row = (id: string): PredictionRow => ({
  at: AT,
  id,
  endpoint: "e",
  protocol: "predict",
  variant: 1,
  model: { name: "m", version: 1 },
  outcome: "ok",
  error: null,
  rows: 1,
  keptRows: 1,
  request: "[1]",
  given: null,
  features: null,
  response: "[2]",
  spentUs: { parse: 1, features: 0, wait: 1, run: 1, encode: 1 },
  caller: { type: "token", id: "tok_1", name: "t" },
  runId: null,
  requestId: "req_1",
  traceId: null,
});
const away = new Error("away");

/** A database that takes what comes while it is there, and refuses some rows for what they hold. */
function trial({ room = 10, refused = [] as string[] } = {}) {
  const written: Batch[] = [];
  const said: string[] = [];
  const store = { isThere: true, tries: 0 };
  const pauses: { ms: number; end: () => void }[] = [];
  const log = new PredictionLog({
    mostBytes: room * bytesOf(row("x")),
    async write(batch) {
      store.tries += 1;
      if (!store.isThere) throw away;
      if (batch.rows.some(({ id }) => refused.includes(id))) throw new Error("refused");
      written.push(batch);
    },
    isAway: (error) => error === away,
    says: (what) => said.push(what),
    pause: (ms, signal) =>
      new Promise<void>((end) => {
        pauses.push({ ms, end });
        signal.addEventListener("abort", () => end(), { once: true });
      }),
  });
  const ids = () => written.flatMap(({ rows }) => rows.map(({ id }) => id));
  const losses = () => written.flatMap((batch) => batch.losses);
  return { log, store, said, pauses, ids, losses };
}

test("what comes together is written together, in its order", async () => {
  const { log, ids, store } = trial();
  for (const id of ["a", "b", "c"]) expect(log.add(row(id))).toBe(true);
  await log.drain();
  expect([ids(), store.tries, log.state]).toEqual([
    ["a", "b", "c"],
    1,
    { bytes: 0, rows: 0, lost: 0, isAway: false },
  ]);
});

test("beyond its bytes predictions are dropped, counted, and the count is written with the next", async () => {
  const { log, ids, losses } = trial({ room: 2 });
  expect(["a", "b", "c", "d"].map((id) => log.add(row(id)))).toEqual([true, true, false, false]);
  expect(log.state).toMatchObject({ rows: 2, lost: 2 });
  await log.drain();
  expect(ids()).toEqual(["a", "b"]);
  expect(losses()).toEqual([{ endpoint: "e", hour: new Date("2026-01-05T09:00:00Z"), count: 2 }]);
  expect(log.add(row("e"))).toBe(true);
  await log.drain();
  expect(losses()).toHaveLength(1);
});

test("while the database is away all waits, and it says so once", async () => {
  const { log, store, said, pauses, ids } = trial();
  store.isThere = false;
  log.add(row("a"));
  await log.drain();
  expect([said, log.state.isAway, log.state.rows]).toEqual([["away"], true, 1]);
  log.add(row("b"));
  await log.drain();
  expect(said).toEqual(["away"]);
  store.isThere = true;
  log.add(row("c"));
  await log.drain();
  expect([ids(), said, log.state.rows, pauses]).toEqual([["a", "b", "c"], ["away", "back"], 0, []]);
});

test("draining ends a pause and tries once more", async () => {
  const { log, store, pauses, ids } = trial({ room: 2_000 });
  store.isThere = false;
  // As many as begin a batch at once.
  for (let at = 0; at < 500; at++) log.add(row(`r${at}`));
  await expect.poll(() => pauses.length).toBe(1);
  pauses[0]?.end();
  await expect.poll(() => pauses.map(({ ms }) => ms)).toEqual([500, 1_000]);
  store.isThere = true;
  await log.drain();
  expect([ids().length, store.tries]).toEqual([500, 3]);
});

test("a row that the database refuses is dropped alone", async () => {
  const { log, ids, said } = trial({ refused: ["b"] });
  for (const id of ["a", "b", "c", "d"]) log.add(row(id));
  await log.drain();
  expect([ids(), said, log.state]).toEqual([
    ["a", "c", "d"],
    ["refused"],
    { bytes: 0, rows: 0, lost: 1, isAway: false },
  ]);
});
