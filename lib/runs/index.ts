/** Owns runs and how they move on. Refuses to know when one is due. */
export { expireAttempt, type FinishInput, type FinishResult, finishAttempt } from "./finish";
