/** Owns runs: their rows, and the decisions by which they start, move on and end. Refuses to know when a schedule makes one. */
export { clearRun } from "./clear";
export { createRuns, createRunsOf, type RunsOf, restartRuns } from "./create";
export { cancelQueuedOf, endRun } from "./end";
export {
  expireAttempt,
  type FinishInput,
  type FinishResult,
  finishAttempt,
  finishTogether,
  type Taker,
} from "./finish";
export { getGrid } from "./grid";
export { countRuns, listRuns, runFacets, runsOf } from "./list";
export { markRun } from "./mark";
export { deleteRunRows, headVersion, unpinRuns, writePin } from "./repository";
export { dagsWithQueuedRuns, runsPastTimeout, runsWithReadyTasks } from "./repository/due";
export { changeView, deleteView, listSavedViews, saveView } from "./saved-views";
export { cancelRun, setRunNote, triggerRun } from "./service";
export type { RunSpec } from "./spec";
export { queueReadyOf, startRuns } from "./start";
export { getTaskHistory } from "./task-history";
export { countTaskStates, listTasks } from "./task-list";
export { type AttemptErrorCode, ERROR_CODES, isErrorCode } from "./values";
export { getRun, getRunHead } from "./views";
export { listWaiting } from "./waiting";
export { WAKE_CHANNEL, wake } from "./wake";
