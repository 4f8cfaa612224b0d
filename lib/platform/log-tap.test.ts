import { expect, test } from "vitest";
import { createLogTap, withTap } from "./log-tap";
import { createLogger } from "./logger";

function logged() {
  const printed: string[] = [];
  const stdout = { write: (line: string) => void printed.push(line), flushSync: () => {} };
  const tap = createLogTap();
  const log = createLogger("web", "debug", withTap(tap, stdout));
  const messages = (lines: readonly string[]) => lines.map((line) => JSON.parse(line).msg);
  return { tap, log, printed: () => messages(printed), taken: () => messages(tap.take().lines) };
}

test("what is logged goes to stdout and is held, from a level on, once it is known", () => {
  const { tap, log, printed, taken } = logged();
  log.debug("before");
  log.info("early");
  tap.open(30);
  log.debug("quiet");
  log.warn("loud");
  expect(printed()).toEqual(["before", "early", "quiet", "loud"]);
  expect(taken()).toEqual(["early", "loud"]);
  expect(taken()).toEqual([]);
});

test("what has no room is counted, until there is some again", () => {
  const { tap, log } = logged();
  for (let n = 0; n < 2_500; n += 1) log.info("much");
  const { lines, dropped } = tap.take();
  expect([lines.length, dropped]).toEqual([2_000, 500]);
  log.info("again");
  expect(tap.take()).toMatchObject({ lines: [expect.stringContaining("again")], dropped: 0 });
  const large = "x".repeat(16_000);
  for (let n = 0; n < 1_000; n += 1) log.info(large);
  expect(tap.take().lines.length).toBeLessThan(270);
});

test("what is said apart goes to stdout alone", () => {
  const { tap, log, printed, taken } = logged();
  tap.apart(() => log.warn("about the tap"));
  expect(() =>
    tap.apart(() => {
      throw new Error("it failed");
    }),
  ).toThrow("it failed");
  log.info("after");
  expect(printed()).toEqual(["about the tap", "after"]);
  expect(taken()).toEqual(["after"]);
});

test("no secret is held", () => {
  const { tap, log } = logged();
  log.info({ password: "hunter2", url: "https://u:hunter2@h/" }, "Bearer abcdef123456");
  expect(tap.take().lines.join()).not.toMatch(/hunter2|abcdef123456/);
});
