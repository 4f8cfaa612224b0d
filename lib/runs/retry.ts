import { createHash } from "node:crypto";
import { LIMITS } from "@/lib/pipelines/schema";

/** Losses to infrastructure do not use up the author's retries, but a task that kills its worker must end too. */
const MAX_INFRA_RETRIES = 8;
const FIRST_INFRA_DELAY_MS = 1_000;
const LONGEST_INFRA_DELAY_MS = 60_000;

export type RetryPolicy = {
  retry_delay_ms?: number | undefined;
  retry_exponential?: boolean | undefined;
  max_retry_delay_ms?: number | null | undefined;
};
/**
 * The cause of a failed try. `planned`: a stopping worker returned the task. `infra`: the machine, a store or the
 * network failed. `task`: the task did.
 */
export type Blame = "task" | "infra" | "planned";
export type RetryInput = {
  tryNumber: number;
  maxTries: number;
  /** Lost tries, which did not use up the author's retries. */
  infraRetries: number;
  plannedRetries: number;
  blame: Blame;
  policy: RetryPolicy;
  /** 0 to 1. Spreads the retries of tasks that failed together. */
  jitter: number;
};
/** `as`: the count that a lost try adds to. Losses beyond the cap for infrastructure count as the author's. */
export type Retry = { delayMs: number; as: Blame };

/** Null when the task has failed for good. */
export function nextRetry(input: RetryInput): Retry | null {
  const { blame, infraRetries, plannedRetries, jitter } = input;
  if (blame === "planned") return { delayMs: 0, as: "planned" };
  if (blame === "infra" && infraRetries < MAX_INFRA_RETRIES) {
    const full = Math.min(FIRST_INFRA_DELAY_MS * 2 ** infraRetries, LONGEST_INFRA_DELAY_MS);
    return { delayMs: spread(full, jitter), as: "infra" };
  }
  const used = input.tryNumber - infraRetries - plannedRetries;
  if (used >= input.maxTries) return null;
  const { retry_delay_ms = 300_000, retry_exponential = false, max_retry_delay_ms } = input.policy;
  if (!retry_exponential) return { delayMs: retry_delay_ms, as: "task" };
  // The author's first delay is kept; only the growing ones are capped.
  const cap = Math.max(max_retry_delay_ms ?? LIMITS.retryDelayMs, retry_delay_ms);
  const full = Math.min(retry_delay_ms * 2 ** Math.min(Math.max(used - 1, 0), 40), cap);
  return { delayMs: spread(full, jitter), as: "task" };
}

/** Deterministic for each try of a task. */
export function jitterOf(taskInstanceId: string, tryNumber: number): number {
  const hash = createHash("sha256").update(`${taskInstanceId}:${tryNumber}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}

/** Between 75 % and 100 %. */
function spread(ms: number, jitter: number): number {
  return Math.round(ms * (0.75 + 0.25 * jitter));
}
