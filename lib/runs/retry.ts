import { createHash } from "node:crypto";
import { LIMITS } from "@/lib/pipelines/schema";

/** Losses to infrastructure do not use up the author's retries at first, but a task that kills its worker must end too. */
const MAX_INFRA_RETRIES = 8;
const FIRST_INFRA_DELAY_MS = 1_000;
const LONGEST_INFRA_DELAY_MS = 60_000;

export type RetryPolicy = {
  retry_delay_ms?: number | undefined;
  retry_exponential?: boolean | undefined;
  max_retry_delay_ms?: number | null | undefined;
};
/**
 * Whose failure it was. `planned`: a worker that was told to stop gave the task back. `infra`: the machine, a store or the
 * network. `task`: the task's own.
 */
export type Blame = "task" | "infra" | "planned";
export type RetryInput = {
  tryNumber: number;
  maxTries: number;
  /** Tries that were lost to infrastructure or to planned stops, and did not use up the author's. */
  infraRetries: number;
  plannedRetries: number;
  blame: Blame;
  policy: RetryPolicy;
  /** 0 to 1, so that many tasks that failed together do not return together. */
  jitter: number;
};
/** `as`: which of the counts the lost try belongs to; a loss beyond the infrastructure's own count is the author's. */
export type Retry = { delayMs: number; as: Blame };

/** Null: it stays failed. */
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
  // The author's first wait is never cut: only what it grows to is.
  const cap = Math.max(max_retry_delay_ms ?? LIMITS.retryDelayMs, retry_delay_ms);
  const full = Math.min(retry_delay_ms * 2 ** Math.min(Math.max(used - 1, 0), 40), cap);
  return { delayMs: spread(full, jitter), as: "task" };
}

/** The same for the same try of the same task. */
export function jitterOf(taskInstanceId: string, tryNumber: number): number {
  const hash = createHash("sha256").update(`${taskInstanceId}:${tryNumber}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}

/** Between 75 % and 100 %. */
function spread(ms: number, jitter: number): number {
  return Math.round(ms * (0.75 + 0.25 * jitter));
}
