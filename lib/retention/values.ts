/** Housekeeping applies the policy this often, and once at each start. */
export const ROUND_EVERY_MS = 3_600_000;
