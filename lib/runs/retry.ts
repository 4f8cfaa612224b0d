import { createHash } from "node:crypto";

/** Losses to infrastructure do not use up the author's retries, but a task that kills its worker must end too. */
const MAX_INFRA_RETRIES = 5;
const LONGEST_DELAY_MS = 24 * 60 * 60 * 1000;

export type RetryPolicy = {
  retry_delay_ms?: number | undefined;
  retry_exponential?: boolean | undefined;
  max_retry_delay_ms?: number | null | undefined;
};
export type RetryInput = {
  tryNumber: number;
  maxTries: number;
  infraRetries: number;
  infra: boolean;
  policy: RetryPolicy;
  seed: string;
};

/** Null: it stays failed. Otherwise how long to wait. */
export function retryDelayMs(input: RetryInput): number | null {
  if (input.infra) return input.infraRetries < MAX_INFRA_RETRIES ? 0 : null;
  const used = input.tryNumber - input.infraRetries;
  if (used >= input.maxTries) return null;
  const { retry_delay_ms = 300_000, retry_exponential = false, max_retry_delay_ms } = input.policy;
  const cap = Math.min(max_retry_delay_ms ?? LONGEST_DELAY_MS, LONGEST_DELAY_MS);
  if (!retry_exponential) return Math.min(retry_delay_ms, cap);
  const full = Math.min(retry_delay_ms * 2 ** Math.min(Math.max(used - 1, 0), 40), cap);
  // Between 75 % and 100 %, the same for the same try: many tasks that failed together do not return together.
  return Math.round(full * (0.75 + 0.25 * fraction(`${input.seed}:${input.tryNumber}`)));
}

function fraction(seed: string): number {
  return createHash("sha256").update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
