import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Batch, batchesOf, createBuffer, MOST } from "./buffer";

const metric = (step: number) => ({ key: "loss", value: step, timestamp: 0, step });
const pair = (at: number) => ({ key: `k${at}`, value: "v" });
const many = <T>(count: number, of: (at: number) => T) => Array.from({ length: count }, (_, at) => of(at));
const sizes = ({ metrics, params, tags }: Batch) => [metrics.length, params.length, tags.length];

describe("batches", () => {
  test.each([
    [[0, 0, 0], []],
    [[3, 2, 1], [[3, 2, 1]]],
    [
      [1_000, 1, 0],
      [
        [999, 1, 0],
        [1, 0, 0],
      ],
    ],
    [
      [2_500, 0, 0],
      [
        [1_000, 0, 0],
        [1_000, 0, 0],
        [500, 0, 0],
      ],
    ],
    [
      [0, 250, 120],
      [
        [0, 100, 100],
        [0, 100, 20],
        [0, 50, 0],
      ],
    ],
  ])("of %j metrics, parameters and tags are %j", ([m = 0, p = 0, t = 0], wanted) => {
    const held = { metrics: many(m, metric), params: many(p, pair), tags: many(t, pair) };
    const batches = batchesOf(held);
    expect(batches.map(sizes)).toEqual(wanted);
    expect(batches.flatMap(({ metrics }) => metrics)).toEqual(held.metrics);
    expect(batches.flatMap(({ params }) => params)).toEqual(held.params);
    expect(batches.flatMap(({ tags }) => tags)).toEqual(held.tags);
  });
});

describe("a buffer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function recorded(answers: (Error | null)[] = []) {
    const sent: Batch[] = [];
    let under = 0;
    const buffer = createBuffer(async (batch) => {
      expect(under, "one after the other").toBe(0);
      under += 1;
      sent.push(batch);
      await Promise.resolve();
      under -= 1;
      const answer = answers.shift();
      if (answer) throw answer;
    });
    return { sent, buffer };
  }

  test("sends nothing by itself within a second, everything together after it, and nothing of nothing", async () => {
    const { sent, buffer } = recorded();
    buffer.add({ params: [pair(1)] });
    buffer.add({ metrics: [metric(1)] });
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.map(sizes)).toEqual([[1, 1, 0]]);
    await vi.advanceTimersByTimeAsync(10_000);
    await buffer.flush();
    expect(sent).toHaveLength(1);
  });

  test("sends when there is a full batch, in the order of what was logged", async () => {
    const { sent, buffer } = recorded();
    for (let step = 0; step < MOST.metrics * 2 + 5; step++) buffer.add({ metrics: [metric(step)] });
    await buffer.flush();
    expect(sent.map(sizes)).toEqual([
      [1_000, 0, 0],
      [1_000, 0, 0],
      [5, 0, 0],
    ]);
    expect(sent.flatMap(({ metrics }) => metrics.map(({ step }) => step))).toEqual(many(2_005, (at) => at));
  });

  test("throws the first thing that went wrong, once, and sends the rest", async () => {
    const { sent, buffer } = recorded([new Error("first"), new Error("second"), null]);
    for (const at of [1, 2, 3]) {
      buffer.add({ params: [pair(at)] });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    await expect(buffer.flush()).rejects.toThrow("first");
    expect(sent).toHaveLength(3);
    await buffer.flush();
  });
});
