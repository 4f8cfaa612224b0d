import { expect, test } from "vitest";
import { isLowerBetter } from "./values";

test.each([
  ["loss", true],
  ["val/log_loss", true],
  ["RMSE", true],
  ["rmsle", true],
  ["baseline_brier", true],
  ["BrierScore", true],
  ["test.mse", true],
  ["ece", true],
  ["p99 latency", true],
  ["auc", false],
  ["accuracy", false],
  ["precision", false],
  ["f1", false],
  ["fidelity", false],
  ["mean_average_precision", false],
  ["closest", false],
])("of %s lower is better: %s", (metric, isLower) => {
  expect(isLowerBetter(metric)).toBe(isLower);
});
