import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { type Deps, systemCtx } from "@/lib/platform/context";
import { attemptToken } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { createBlockingRedis } from "@/lib/platform/redis";
import { type FinishInput, finishAttempt, triggerRun } from "@/lib/runs";
import { claimAttempt, LEASE_MS, registerWorker } from "@/lib/tasks";
import { createTokenCache } from "@/lib/team";
import { type FileStores, stubEnv } from "@/lib/testing";
import { createServingApp } from "../app";
import type { Protocol } from "../protocol";
import { type Transfers, trackTransfers } from "./transfers";

export type Served = { url: string; transfers: Transfers; close(): Promise<void> };

/** For tests: the data plane on a port of its own. */
export async function serve(
  deps: Deps,
  options: { maxUploadBytes?: number; draining?: () => boolean; protocols?: readonly Protocol[] } = {},
): Promise<Served> {
  const draining = options.draining ?? (() => false);
  const transfers = trackTransfers(draining);
  const maxUploadBytes = options.maxUploadBytes ?? 1024 ** 3;
  const tokens = createTokenCache(deps, createBlockingRedis(env().REDIS_URL));
  const plane = { deps, draining, tokens, transfers, maxUploadBytes };
  const app = createServingApp(plane, { metricsToken: "metrics-token" }, options.protocols);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const close = async () => {
    tokens.close();
    await app.close();
  };
  const { port } = addressOf(app.server.address());
  return { url: `http://127.0.0.1:${port}`, transfers, close };
}

/** For tests: a run whose only task is claimed by a worker and runs until `end`. */
export async function runningTask(
  deps: Deps,
  dagId = `d_${newId("evt").toLowerCase()}`,
  more: Record<string, unknown> = {},
) {
  const ctx = systemCtx(deps, "test");
  const sql = poolSql(deps.db.pool);
  const spec = { ...more, dag_id: dagId, tasks: [{ task_id: "a", kind: "bash", command: ["true"] }] };
  await savePipeline(ctx, { dag_id: dagId, spec, parent_id: null });
  const { id: runId } = await triggerRun(ctx, { dag_id: dagId });
  const [task] = await sql.rows<{ id: string }>(
    "SELECT current_attempt_id::text AS id FROM task_instance WHERE run_id = $1",
    [runId],
  );
  const worker = { id: newId("wrk"), host: "test", pid: 1, queues: ["default"], concurrency: 1 };
  await registerWorker(sql, worker);
  const claimed = await claimAttempt(sql, {
    attemptId: task?.id ?? "",
    workerId: worker.id,
    leaseMs: LEASE_MS,
  });
  if (!claimed) throw new Error("The attempt was not claimed");
  const { attemptId } = claimed;
  const end = (ends: Partial<FinishInput> = {}) =>
    finishAttempt(deps.db.pool, {
      attemptId,
      workerId: worker.id,
      outcome: "success",
      exitCode: 0,
      signal: null,
      errorCode: null,
      errorDetail: null,
      result: null,
      usage: null,
      logLines: 0,
      logBytes: 0,
      infra: false,
      ...ends,
    });
  const token = attemptToken(deps.secret, attemptId);
  return { runId, dagId, attemptId, token, headers: { authorization: `Bearer ${token}` }, end };
}

/** For tests: a data plane on the file's own stores and a running task that speaks to it, for the length of the file. */
export function testPlane(stores: FileStores, options: { maxUploadBytes?: number } = {}) {
  const plane = {} as { served: Served; task: Awaited<ReturnType<typeof runningTask>> };
  beforeAll(async () => {
    stubEnv(stores.env);
    plane.served = await serve(stores, options);
    plane.task = await runningTask(stores);
  });
  afterAll(() => plane.served.close());

  const call = (method: string, path: string, init: RequestInit = {}) =>
    fetch(`${plane.served.url}${path}`, {
      method,
      ...init,
      headers: { ...plane.task.headers, ...init.headers },
    });
  const put = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    call("PUT", path, { body, headers });
  /** One request over a connection of its own, its address as it is: fetch would tidy `..` away. */
  function begin(method: string, path: string, more: Record<string, string | number> = {}) {
    const { hostname, port } = new URL(plane.served.url);
    const headers = { ...plane.task.headers, ...more };
    const request = httpRequest({ hostname, port, path, method, headers, agent: false });
    // A server that ends the connection is what some tests are about.
    const status = new Promise<number | undefined>((resolve) => {
      request.on("response", (response) => resolve(response.resume().statusCode));
      request.on("error", () => resolve(undefined));
    });
    return { request, status };
  }
  return { plane, call, put, begin };
}

export async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json();
  expect(body.status).toBe(response.status);
  expect(body.request_id).toBe(response.headers.get("x-request-id"));
  return body;
}

/** A server that listens on a port has an address that is not text. */
function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port");
  return address;
}
