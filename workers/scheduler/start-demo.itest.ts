import { expect, test } from "vitest";
import { DEMO } from "@/lib/demo/schema";
import { savePipeline } from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores } from "@/lib/testing";
import { startDemo } from "./start-demo";

const stores = testStores();
const runs = () => stores.db.prisma.dagRun.count({ where: { dagId: DEMO.dag_id } });
const start = (signal = new AbortController().signal) => startDemo(systemCtx(stores, "demo"), signal);

test("the demo waits for its pipeline, is loaded once, and a second start adds nothing", async () => {
  const stop = new AbortController();
  const without = start(stop.signal);
  stop.abort();
  await without;
  expect(await runs(), "without the pipeline there is nothing to load").toBe(0);
  const starting = start();
  await savePipeline(testCtx(stores), {
    dag_id: DEMO.dag_id,
    spec: {
      dag_id: DEMO.dag_id,
      schedule: { cron: "0 0 * * *" },
      tasks: [{ task_id: "a", kind: "bash", command: ["true"] }],
    },
    parent_id: null,
  });
  await starting;
  expect(await runs()).toBe(31);
  await start();
  expect(await runs()).toBe(31);
  expect(await stores.db.prisma.backfill.count({ where: { dagId: DEMO.dag_id } })).toBe(1);
});
