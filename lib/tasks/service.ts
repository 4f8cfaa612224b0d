import type { Sql } from "@/lib/platform/db";
import { claim, renewLeases } from "./repository/attempts";
import { endWorker, insertWorker } from "./repository/workers";
import { createSpecCache, type SpecCache } from "./spec-cache";
import type { ClaimedAttempt, KillOrder, WorkerInfo } from "./types";

/** A lease lives this long and is renewed every LEASE_RENEW_MS. */
export const LEASE_MS = 8_000;
export const LEASE_RENEW_MS = 2_000;

export function registerWorker(sql: Sql, worker: WorkerInfo): Promise<void> {
  return insertWorker(sql, worker);
}

export function stopWorker(sql: Sql, input: { workerId: string; reason: string }): Promise<void> {
  return endWorker(sql, input.workerId, input.reason);
}

export async function heartbeat(
  sql: Sql,
  input: { workerId: string; attemptIds: readonly string[]; leaseMs: number },
): Promise<{ kill: KillOrder[] }> {
  return { kill: await renewLeases(sql, input) };
}

/** `queues`: claims only attempts of these; all queues when left out. */
type ClaimBy = { workerId: string; leaseMs: number; queues?: readonly string[] };

/** Null when the attempt is claimed, ended or cancelled: acknowledge the message and drop it. */
export async function claimAttempt(
  sql: Sql,
  { attemptId, ...by }: ClaimBy & { attemptId: string },
  specs?: SpecCache,
): Promise<ClaimedAttempt | null> {
  const [claimed] = await claimAttempts(sql, { ...by, attemptIds: [attemptId] }, specs);
  return claimed ?? null;
}

/** Claims several in one statement. Attempts that could not be claimed are missing from the result. */
export async function claimAttempts(
  sql: Sql,
  input: ClaimBy & { attemptIds: readonly string[] },
  specs: SpecCache = createSpecCache(),
): Promise<ClaimedAttempt[]> {
  const rows = await claim(sql, input);
  return Promise.all(
    rows.map(async ({ versionId, ...row }) => ({
      ...row,
      ...(await specs.taskOf(sql, versionId, row.taskId)),
    })),
  );
}
