import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createReporter, type Report } from "./reporter";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function reporter(write: (report: Report) => Promise<boolean> = async () => true) {
  const written: Report[] = [];
  let lost = 0;
  const made = createReporter(null, {
    async write(report) {
      const isOurs = await write(report);
      written.push(report);
      return isOurs;
    },
    lost: () => {
      lost += 1;
    },
  });
  return { ...made, written, lost: () => lost };
}

it("writes the newest at most once a second, and the last one at the end", async () => {
  const { report, flush, written } = reporter();
  for (let done = 1; done <= 2_500; done++) {
    report({ done }, done);
    await later(1);
  }
  await flush();
  const seen = written.map(({ progress }) => progress.done);
  expect(seen.length).toBeLessThanOrEqual(4);
  expect(seen.at(-1)).toBe(2_500);
  expect(written.at(-1)?.checkpoint).toBe("2500");
});

it("keeps what was said before, and cuts a message that is long", async () => {
  const { report, flush, written } = reporter();
  report({ done: 1, total: 10, unit: "runs" });
  report({ done: 2, message: "x".repeat(1_000) });
  await flush();
  expect(written.at(-1)?.progress).toEqual({ done: 2, total: 10, unit: "runs", message: "x".repeat(200) });
});

it("forgets a write that failed, since the next one says more, and says when the row is another's", async () => {
  let isAway = true;
  const { report, flush, written, lost } = reporter(async () => {
    if (isAway) throw new Error("away");
    return false;
  });
  report({ done: 1 });
  await flush();
  expect(written).toEqual([]);
  isAway = false;
  await flush();
  expect([written.length, lost()]).toEqual([1, 1]);
});

it("refuses a checkpoint that is no place to go on from but a heap", () => {
  const { report, stop } = reporter();
  expect(() => report({ done: 1 }, "x".repeat(70_000))).toThrow(/65536 bytes/);
  stop();
});
