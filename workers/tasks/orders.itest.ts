import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { tick } from "@/lib/scheduler";
import { getWorker, listWorkers, tellWorker } from "@/lib/tasks";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";

const stores = testStores();
let stops = 0;
const { ctx, state, start, ended } = testWorker(stores, { onStop: () => (stops += 1) });

const echo = [{ task_id: "a", kind: "bash", command: ["echo", "done"] }];

test("a worker that is told to rest takes nothing until it is told to go on, and says what it uses", async () => {
  expect((await ended(await start(newId("evt"), echo))).state).toBe("success");
  const [{ id = "" } = {}] = (await listWorkers(ctx(), {})).data;
  await tellWorker(ctx(), { worker_id: id, order: "drain" });
  const resting = async () => (await getWorker(ctx(), { worker_id: id })).draining_at !== null;
  await waitFor("the order", resting);
  await waitFor("the worker to rest", async () => !state.worker.takes());

  const held = await start(newId("evt"), echo);
  // It is offered again and again meanwhile, and stays where it is.
  for (let n = 0; n < 3; n++) await tick(stores, state.queue, new Date());
  const { running } = await getWorker(ctx(), { worker_id: id });
  expect(running).toBe(0);

  await tellWorker(ctx(), { worker_id: id, order: "work" });
  await waitFor("the worker to go on", async () => state.worker.takes());
  await tick(stores, state.queue, new Date());
  expect((await ended(held)).state).toBe("success");

  const said = async () => (await getWorker(ctx(), { worker_id: id })).samples.length > 0;
  await waitFor("what it uses", said);
  const [sample] = (await getWorker(ctx(), { worker_id: id })).samples;
  expect(sample?.memory_bytes).toBeGreaterThan(1_000_000);
});

test("an end that is taken back while the last task runs is none, and one that stands comes after it", async () => {
  const [{ id = "" } = {}] = (await listWorkers(ctx(), {})).data;
  const door = join(state.shared, "open");
  const wait = [
    { task_id: "a", kind: "bash", command: ["bash", "-c", `until [ -e ${door} ]; do sleep 0.1; done`] },
  ];
  const running = async () => (await getWorker(ctx(), { worker_id: id })).running === 1;
  for (const { order, after } of [
    { order: "work", after: 0 },
    { order: "stop", after: 1 },
  ] as const) {
    const held = await start(newId("evt"), wait);
    await waitFor("the task", running);
    await tellWorker(ctx(), { worker_id: id, order: "stop" });
    await waitFor("the order", async () => !state.worker.takes());
    if (order === "work") {
      await tellWorker(ctx(), { worker_id: id, order });
      await waitFor("the order to be taken back", async () => state.worker.takes());
    }
    await writeFile(door, "");
    expect((await ended(held)).state).toBe("success");
    await waitFor("the place to be free", async () => stops === after && !(await running()));
    await rm(door);
  }
  expect(stops).toBe(1);
});
