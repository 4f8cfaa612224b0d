/**
 * Owns tasks, their attempts, leases, workers and the hand-over to Redis: the rows, and the statements that change them.
 * Refuses to decide when a task may go on; lib/runs does.
 */
export { getWorker, listQueues, listTaskKinds, listWorkers, tellWorker } from "./overview";
export { type Consumer, consumeAttempts, createTaskQueue, type Handled, type TaskQueue } from "./queue";
export { handOver, relayAttempts, relayOutbox } from "./relay";
export {
  expiredAttempts,
  isLeftToOthers,
  resultSizes,
  resultText,
  runningAttempt,
  writeStale,
} from "./repository/attempts";
export {
  adoptTasks,
  cancelTasks,
  endWaiting,
  insertTasks,
  recountTasks,
  removeTasksBut,
  resetTasks,
} from "./repository/instances";
export { deleteOldOutbox, deleteOutboxOf, outboxUnclaimed } from "./repository/outbox";
export { insertAttempts, type Ready } from "./repository/slots";
export { ENDED, JUDGED, OCCUPYING, READY } from "./repository/states";
export {
  type EngineEnd,
  endAndRelease,
  finishAndRelease,
  type Released,
  waitingForJudgement,
} from "./repository/transitions";
export {
  buryWorkers,
  deleteStoppedWorkers,
  readOrder,
  type Sample,
  writeSample,
} from "./repository/workers";
export {
  claimAttempt,
  claimAttempts,
  heartbeat,
  LEASE_MS,
  LEASE_RENEW_MS,
  registerWorker,
  stopWorker,
} from "./service";
export { createSpecCache, type SpecCache } from "./spec-cache";
export type {
  ClaimedAttempt,
  KillOrder,
  QueuedAttempt,
  RunningAttempt,
  WorkerInfo,
  WorkerOrder,
} from "./types";
