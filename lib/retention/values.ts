/** How often the policy is applied. */
export const ROUND_EVERY_MS = 3_600_000;
