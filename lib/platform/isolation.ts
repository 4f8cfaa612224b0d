/** How well a worker isolates its tasks, the weakest first (docs/decisions/0013). */
export const ISOLATION_LEVELS = ["none", "separate-user", "isolated"] as const;
export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** Parts that the isolation may lack: a network namespace, limits kept by the kernel. */
export const ISOLATION_GAPS = ["network", "limits"] as const;
export type IsolationGap = (typeof ISOLATION_GAPS)[number];
