/**
 * Owns the record of what has changed (`event_outbox`) and where its consumers have come to. Refuses to know what an event
 * means: consumers read the rest from the domain that changed.
 */
export { type Bell, createBell } from "./bell";
export { coalesce } from "./coalesce";
export { type Consumer, consumeNext, defineConsumer } from "./consumer";
export type { DomainEvent, RecordedEvent, Topic } from "./event";
export { EVENTS_CHANNEL, nudgeReaders } from "./nudge";
export { recordEvents, recording } from "./repository/record";
export { sweepEvents } from "./repository/sweep";
export { eventsSince, isPosition, tailEvents } from "./tail";
