import { expect, test } from "vitest";
import { plainLevel } from "./plain-level";

test.each([
  ["WARNING:root:disk is nearly full", "warn"],
  ["2026-01-05 11:00:00,123 - train.loop - ERROR - loss is NaN", "error"],
  ["2026-01-05 11:00:00,123 INFO train: epoch 3", "info"],
  ["2026/01/05 11:00:00 INFO mlflow.tracking: Experiment made", "info"],
  ["2026-01-05 11:00:00.123 | SUCCESS  | train:main:3 - done", null],
  ["2026-01-05 11:00:00.123 | DEBUG    | train:main:3 - batch", "debug"],
  ["[2026-01-05T11:00:00Z] CRITICAL out of memory", "fatal"],
  ["[INFO] Building", "info"],
  ["[warn] deprecated", "warn"],
  ["info: listening", "info"],
  ["Error: cannot find module", "error"],
  ["ERROR", "error"],
  ['time="2026-01-05" level=warning msg="slow"', "warn"],
  ["  WARN indented", "warn"],
  // What only speaks of a level has none.
  ["an ERROR happened in the past", null],
  ["INFORMATION about nothing", null],
  ["errors: 0", null],
  ["epoch 3 loss 0.25", null],
  ["ValueError: bad input", null],
  ["", null],
])("%j says %j", (line, level) => {
  expect(plainLevel(line)).toBe(level);
});

test("a hostile line costs no more than its beginning", () => {
  const line = `${"2026-01-05 11:00:00,".repeat(50)}${" - ".repeat(10_000)}${"a.".repeat(100_000)}`;
  expect(plainLevel(line)).toBe(null);
});
