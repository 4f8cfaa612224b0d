/** How far a worker keeps its tasks apart, the least first (docs/decisions/0013). */
export const ISOLATION_LEVELS = ["none", "separate-user", "isolated"] as const;
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];
