import { describe, expect, it } from "vitest";
import { createStepRunner, forEachIsolated, forGroupsIsolated, type Turn } from "./turn";

const itself = (item: string) => item;
const run = createStepRunner;
const PATIENT = { budgetMs: 60_000, limitMs: 60_000 };
const refused = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

/** A step over letters that notes what was tried; capitals fail. */
function letters(items: string, tried: string[], error: () => Error = () => new Error("broken")) {
  return (turn: Turn) =>
    forEachIsolated(turn, [...items], itself, async (item) => {
      tried.push(item);
      if (item !== item.toLowerCase()) throw error();
    });
}

describe("a step", () => {
  it("does all items but those that fail, which it leaves out of the next turn", async () => {
    const steps = run(PATIENT);
    const tried: string[] = [];
    const report = await steps({ name: "s", run: letters("aBcDe", tried) });
    expect(tried.join("")).toBe("aBcDe");
    expect(report.failures.map((error) => error.message)).toEqual(["B is held back", "D is held back"]);
    expect((await steps({ name: "s", run: letters("aBcDe", tried) })).failures).toEqual([]);
    expect(tried.join("")).toBe("aBcDeace");
    await steps({ name: "another", run: letters("B", tried) });
    expect(tried.at(-1)).toBe("B");
  });

  it("stops when the store is away, and begins the next turn with another item", async () => {
    const steps = run(PATIENT);
    const tried: string[] = [];
    await expect(steps({ name: "s", run: letters("AbC", tried, refused) })).rejects.toThrow("ECONNREFUSED");
    await expect(steps({ name: "s", run: letters("AbC", tried, refused) })).rejects.toThrow("ECONNREFUSED");
    expect(tried.join("")).toBe("AbC");
  });

  it("finds the item at fault in a group, and does the rest of it", async () => {
    const done: string[] = [];
    const report = await run(PATIENT)({
      name: "s",
      run: (turn) =>
        forGroupsIsolated(turn, [..."abCdefg"], { size: 3, keyOf: itself }, async (group) => {
          if (group.includes("C")) throw new Error("broken");
          done.push(group.join(""));
          return group.length;
        }),
    });
    expect(done).toEqual(["a", "b", "def", "g"]);
    expect(report.failures.map((error) => error.message)).toEqual(["C is held back"]);
  });

  it("goes on where a group was left", async () => {
    const done: string[] = [];
    await run(PATIENT)({
      name: "s",
      run: (turn) =>
        forGroupsIsolated(turn, [..."abcde"], { size: 4, keyOf: itself }, async (group) => {
          const some = group.slice(0, 3);
          done.push(some.join(""));
          return some.length;
        }),
    });
    expect(done).toEqual(["abc", "de"]);
  });

  it("leaves the rest when its time is over, and says so", async () => {
    const tried: string[] = [];
    const steps = run({ budgetMs: -1, limitMs: 60_000 });
    expect((await steps({ name: "s", run: letters("abc", tried) })).left).toBe(true);
    const grouped = await steps({
      name: "s",
      run: (turn) =>
        forGroupsIsolated(turn, [..."abc"], { size: 1, keyOf: itself }, async ([item]) => {
          tried.push(item ?? "");
          return 1;
        }),
    });
    // One group is always done: what was prepared for longer than a turn would never be.
    expect({ tried, left: grouped.left }).toEqual({ tried: ["a"], left: true });
  });

  it("that never comes back gets no second turn until it has, and holds up no other step", async () => {
    let comeBack = () => {};
    const silent = { name: "silent", run: () => new Promise<void>((resolve) => (comeBack = resolve)) };
    const steps = run({ budgetMs: 1, limitMs: 5 });
    await expect(steps(silent)).rejects.toThrow("silent took longer than 5 ms");
    await expect(steps(silent)).rejects.toThrow("has not come back");
    await expect(steps({ name: "other", run: async () => {} })).resolves.toEqual({
      left: false,
      failures: [],
    });
    comeBack();
    await new Promise(setImmediate);
    await expect(steps({ ...silent, run: async () => {} })).resolves.toEqual({ left: false, failures: [] });
  });
});
