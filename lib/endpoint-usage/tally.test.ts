import { expect, it, test } from "vitest";
import { type Answered, callerOf, Tally } from "./tally";

const caller = { type: "token", id: "tok_1", name: "Ada (loader)" };
const answer = (change: Partial<Answered> = {}): Answered => ({
  endpoint: "delay",
  caller,
  status: 200,
  ms: 2.5,
  at: new Date("2026-03-01T10:20:30.500Z"),
  ...change,
});
const counted = (answers: readonly Answered[], tally = new Tally()) => {
  for (const one of answers) tally.add(one);
  return tally;
};

test("answers of one endpoint, caller and minute are one row; refusals and errors have no latency", () => {
  const { rows } = counted([
    answer(),
    answer({ ms: 40_000 }),
    answer({ status: 422 }),
    answer({ status: 503, ms: 2_000 }),
    answer({ at: new Date("2026-03-01T10:21:00Z") }),
    answer({ endpoint: "other" }),
    answer({ caller: { ...caller, id: "tok_2" } }),
  ]).take();
  expect(rows).toHaveLength(4);
  expect(rows[0]).toMatchObject({ requests: 4, refused: 1, errors: 1 });
  expect(rows[0]?.minute.toISOString()).toBe("2026-03-01T10:20:00.000Z");
  expect(rows[0]?.latency.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(rows[0]?.latency.at(-1)).toBe(1);
});

test("what is put back is counted with what came meanwhile, and taken once", () => {
  const tally = counted([answer(), answer({ status: 404 })]);
  const { rows } = tally.take();
  tally.add(answer());
  tally.putBack(rows);
  expect(tally.take().rows).toMatchObject([{ requests: 3, refused: 1, errors: 0 }]);
  expect(tally.take().rows).toEqual([]);
});

it("holds so many rows and no more, and says what it dropped", () => {
  const tally = counted([answer(), answer({ endpoint: "b" }), answer({ endpoint: "c" })], new Tally(2));
  tally.add(answer());
  const { rows, dropped } = tally.take();
  expect([rows.length, dropped]).toEqual([2, 1]);
  expect(tally.take().dropped).toBe(0);
});

test("attempts of a task are one caller", () => {
  const actor = {
    type: "attempt",
    id: "att_1",
    name: "x",
    role: null,
    permissions: new Set<string>(),
  } as const;
  const attempt = { attemptId: "att_1", runId: "run_1", dagId: "flights", taskId: "score" };
  expect(callerOf({ ...actor, attempt })).toEqual({
    type: "task",
    id: "flights.score",
    name: "flights.score",
  });
  expect(callerOf({ ...actor, type: "user" })).toEqual({ type: "user", id: "att_1", name: "x" });
});
