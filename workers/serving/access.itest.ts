import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { createLogger } from "@/lib/platform/logger";
import { stubEnv, testStores, waitFor } from "@/lib/testing";
import { runningTask, type Served, serve } from "./data/testing";

const stores = testStores();
const lines: Record<string, unknown>[] = [];
let served: Served;
let task: Awaited<ReturnType<typeof runningTask>>;

beforeAll(async () => {
  stubEnv(stores.env);
  const log = createLogger("serving", "info", { write: (line) => void lines.push(JSON.parse(line)) });
  served = await serve({ ...stores, log });
  task = await runningTask(stores);
});
afterAll(() => served.close());

const call = async (path: string, init: RequestInit = {}) => {
  const id = newId("req");
  const headers = { ...task.headers, "x-request-id": id, ...init.headers };
  const answer = await fetch(served.url + path, { ...init, headers });
  await answer.arrayBuffer();
  return { id, status: answer.status };
};
const lineOf = (id: string) => lines.find(({ request_id }) => request_id === id);

test("a request of the data plane is one line, with its route, its caller and its trace", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const { id } = await call("/data/objects/mine/a.txt?version=7", { headers: { traceparent } });
  await waitFor("its line", async () => lineOf(id) !== undefined);
  expect(lineOf(id)).toMatchObject({
    method: "GET",
    route: "/data/objects/*",
    path: "/data/objects/mine/a.txt",
    query: "version",
    run_id: task.runId,
    dag_id: task.dagId,
    attempt_id: task.attemptId,
    trace_id: "0af7651916cd43dd8448eb211c80319c",
  });
});

test("records that come in and probes are none, a refused one is", async () => {
  const quiet = [
    await call("/healthz"),
    await call("/ingest/logs/", { method: "POST", body: "a line" }),
    await call("/ingest/es/"),
  ];
  const refused = await call("/ingest/logs/", { method: "POST", headers: { authorization: "Bearer x" } });
  await waitFor("the line of the refused one", async () => lineOf(refused.id) !== undefined);
  expect(lineOf(refused.id)).toMatchObject({ status: 401, route: "/ingest/logs/" });
  expect(quiet.map(({ id, status }) => [status, lineOf(id)])).toEqual(quiet.map(() => [200, undefined]));
});
