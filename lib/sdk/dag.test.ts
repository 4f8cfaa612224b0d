import { expect, it } from "vitest";
import { checkSpec } from "@/lib/pipelines/check";
import { bash, defineDag, empty, http, node, python, sql } from "./index";

it("makes a spec that the loader accepts, of every kind", async () => {
  const ingest = node("ingest", { script: "ingest.ts", retries: 2 });
  const validate = python("validate", { script: "validate.py", depends_on: [ingest] });
  const spec = defineDag({
    dag_id: "flights",
    schedule: { cron: "@daily", time_zone: "Asia/Seoul" },
    tasks: [
      ingest,
      validate,
      bash("sums", { command: ["sha256sum", "x"], depends_on: ["validate"] }),
      sql("count", { statement: "select 1", inputs: { raw: "s3://gwanje/raw/x.parquet" } }),
      http("ping", { url: "https://example.com" }),
      empty("done", { depends_on: [validate] }),
    ],
  });
  const checked = await checkSpec(spec, new Set(["default_pool"]));
  expect(checked.schedule).toEqual({ cron: "0 0 * * *", time_zone: "Asia/Seoul" });
  expect(checked.tasks.map((task) => [task.task_id, task.depends_on])).toEqual([
    ["ingest", []],
    ["validate", ["ingest"]],
    ["sums", ["validate"]],
    ["count", []],
    ["ping", []],
    ["done", ["validate"]],
  ]);
});

it("without a schedule a pipeline runs by hand only", () => {
  expect(defineDag({ dag_id: "x", tasks: [] }).schedule).toBeNull();
});
