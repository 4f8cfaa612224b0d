import type { Limits } from "../protocol";
import { Room, type Rooms } from "./room";

const MIB = 1024 * 1024;
/** Of every protocol that takes logs. A client that sends more at once splits it when it is told so (413). */
export const LOG_LIMITS: Limits = {
  bodyBytes: 16 * MIB,
  decompressedBytes: 64 * MIB,
  // Those that wait hold little: rooms bound what they bring.
  inFlight: 512,
  timeoutMs: 60_000,
};

/** Of one request: as many as are written in ten batches. */
export const MAX_RECORDS = 50_000;

/** Parts of one request: values of JSON, messages of protobuf. 50,000 records of forty parts each have so many. */
export const MAX_PARTS = 2_000_000;

/** Values of one document. A record keeps 200 attributes, so this is far from any that is meant. */
export const MAX_DOCUMENT_VALUES = 100_000;

/**
 * Of all requests together, in this process. A shipper that finds no room is held for five seconds and then refused; those of
 * Python give up waiting for an answer after ten.
 */
export const logRooms = (): Rooms => ({
  bytes: new Room(128 * MIB),
  records: new Room(MAX_RECORDS),
  holdMs: 5_000,
});
