/** Time is an argument. Durable decisions use the database's clock; this one is for everything a test must steer. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
