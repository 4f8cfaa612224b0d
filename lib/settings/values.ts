/** Without zod, for pages. Tasks that name no pool run in this one. */
export const DEFAULT_POOL = "default_pool";
export const CONNECTION_TYPES = ["postgres", "http"] as const;
