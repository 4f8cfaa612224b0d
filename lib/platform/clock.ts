/** Time as an argument. Durable decisions use the database's clock; this one is for times that tests control. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
