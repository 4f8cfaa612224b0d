import { expect, it } from "vitest";
import { Run } from "../mlflow/shapes";
import { fingerprintOf } from "./fingerprint";

const run = (changes: Record<string, unknown> = {}) =>
  Run.parse({
    info: { run_id: "r", experiment_id: "1", status: "FINISHED", artifact_uri: "s3://a" },
    data: {
      metrics: [
        { key: "a", value: 1, timestamp: 1, step: 1 },
        { key: "b", value: 2, timestamp: 1, step: 1 },
      ],
      tags: [{ key: "t", value: "1" }],
    },
    ...changes,
  });

it("is the same however its server orders things", () => {
  const { metrics } = run().data;
  expect(fingerprintOf(run({ data: { tags: run().data.tags, metrics: [...metrics].reverse() } }))).toBe(
    fingerprintOf(run()),
  );
});

it.each([
  [{ info: { run_id: "r", experiment_id: "1", status: "FAILED" } }],
  [{ data: { metrics: [{ key: "a", value: 1, timestamp: 1, step: 2 }] } }],
  [{ outputs: { model_outputs: [{ model_id: "m" }] } }],
  [{ inputs: { dataset_inputs: [{ dataset: { name: "d" } }] } }],
])("is another when anything is: %j", (changes) => {
  expect(fingerprintOf(run(changes))).not.toBe(fingerprintOf(run()));
});
