/** Owns attempts, leases, workers and the hand-over to Redis. Refuses to know what a run is. */
export { type Consumer, consumeAttempts, createTaskQueue, type Handled, type TaskQueue } from "./queue";
export { handOver, relayAttempts, relayOutbox } from "./relay";
export {
  buryWorkers,
  expiredAttempts,
  isLeftToOthers,
  outboxUnclaimed,
  resultSizes,
  resultText,
  runningAttempt,
} from "./repository";
export {
  claimAttempt,
  claimAttempts,
  heartbeat,
  LEASE_MS,
  LEASE_RENEW_MS,
  listQueues,
  listWorkers,
  registerWorker,
  stopWorker,
} from "./service";
export { createSpecCache, type SpecCache } from "./spec-cache";
export type { ClaimedAttempt, KillOrder, QueuedAttempt, RunningAttempt, WorkerInfo } from "./types";
