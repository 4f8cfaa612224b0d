import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { tick } from "@/lib/scheduler";
import { getWorker, listWorkers, tellWorker } from "@/lib/tasks";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";

const stores = testStores();
const { ctx, state, start, ended } = testWorker(stores);

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
