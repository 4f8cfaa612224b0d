import type { AddressInfo } from "node:net";
import { savePipeline } from "@/lib/pipelines";
import { type Deps, systemCtx } from "@/lib/platform/context";
import { attemptToken } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { finishAttempt, triggerRun } from "@/lib/runs";
import { claimAttempt, LEASE_MS, registerWorker } from "@/lib/tasks";
import { createServingApp } from "../app";
import { type Transfers, trackTransfers } from "./transfers";

export type Served = { url: string; transfers: Transfers; close(): Promise<void> };

/** For tests: the data plane on a port of its own. */
export async function serve(
  deps: Deps,
  options: { maxUploadBytes?: number; draining?: () => boolean } = {},
): Promise<Served> {
  const draining = options.draining ?? (() => false);
  const transfers = trackTransfers(draining);
  const app = createServingApp(deps, {
    draining,
    metricsToken: "metrics-token",
    data: { transfers, maxUploadBytes: options.maxUploadBytes ?? 1024 ** 3 },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = addressOf(app.server.address());
  return { url: `http://127.0.0.1:${port}`, transfers, close: () => app.close() };
}

/** For tests: a run whose only task is claimed by a worker and runs until `end`. */
export async function runningTask(deps: Deps, dagId = `d_${newId("evt").toLowerCase()}`) {
  const ctx = systemCtx(deps, "test");
  const sql = poolSql(deps.db.pool);
  const spec = { dag_id: dagId, tasks: [{ task_id: "a", kind: "bash", command: ["true"] }] };
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
  const end = () =>
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
    });
  const token = attemptToken(deps.secret, attemptId);
  return { runId, dagId, attemptId, token, headers: { authorization: `Bearer ${token}` }, end };
}

/** A server that listens on a port has an address that is not text. */
function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === "string")
    throw new Error("The server does not listen on a port");
  return address;
}
