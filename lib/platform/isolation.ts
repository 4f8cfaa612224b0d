/** How far a worker keeps its tasks apart, the least first (docs/decisions/0013). */
export const ISOLATION_LEVELS = ["none", "separate-user", "isolated"] as const;
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** What a worker that isolates its tasks may lack all the same: a network of theirs, bounds that the kernel keeps. */
export const ISOLATION_GAPS = ["network", "limits"] as const;
export type IsolationGap = (typeof ISOLATION_GAPS)[number];
