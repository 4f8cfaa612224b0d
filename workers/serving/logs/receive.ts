import { createHash } from "node:crypto";
import { join } from "node:path";
import { type LogRecord, type Received, writeLogRecords } from "@/lib/log-records";
import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { mediaTypeOf as mediaTypeOfHeader } from "../../listener/error-shape";
import type { Call, Limits, OperationDeclaration } from "../protocol";
import { readBody } from "../read-body";
import { within } from "../within";
import { type DiskFloor, diskFloor } from "./disk-floor";
import { LOG_LIMITS } from "./limits";
import { patiently } from "./patiently";
import type { Rooms } from "./room";

const DAY_US = 86_400_000_000;
const MINUTE_US = 60_000_000;

/** What an operation that takes records has in common. Its body is read by itself, because a digest of its bytes is taken. */
export const RECEIVES = {
  method: "POST",
  scope: "logs:write",
  orAttempt: true,
  bytes: { body: true },
} as const satisfies Partial<OperationDeclaration>;

type Receiving = Pick<Call<OperationDeclaration>, "ctx" | "request">;
type Read<R> = (body: Buffer, received: Received) => { records: LogRecord[]; answer: R };
/**
 * Reads the body, makes records of it, and returns what `read` made beside them when all of them are in the log store. A body
 * that the same caller sent before is answered as then. `ownEncoding`: one that `read` inflates by itself.
 */
export type Receive = <R>(call: Receiving, read: Read<R>, ownEncoding?: string) => Promise<R>;

export type Receiver = { limits: Limits; receive: Receive };

export function createReceiver(
  { bytes, records: queue, holdMs }: Rooms,
  { limits = LOG_LIMITS, floor = databaseDisk }: { limits?: Limits; floor?: DiskFloor } = {},
): Receiver {
  async function take<R>({ ctx, request }: Receiving, read: Read<R>, ownEncoding: string | undefined) {
    const held = { bytes: 0, records: 0 };
    const hold = async (size: number) => {
      held.bytes += await bytes.enter(
        holdMs,
        () => size,
        (made) => made,
      );
    };
    // What a log store of its own is given does not fill this disk.
    if (ctx.logStoreUrl === undefined) await floor();
    try {
      const body = await readBody(request.raw, limits, { ownEncoding, hold });
      const since = performance.now();
      const received = receivedAt(ctx);
      const make = () => read(body, received);
      const { records, answer } = await queue.enter(holdMs, make, (made) => made.records.length);
      held.records = records.length;
      const digest = digestOf(request.url, body, timelessMinute(records, received));
      const left = holdMs - (performance.now() - since);
      await patiently(left, () => writeLogRecords(ctx, { records, digest }));
      return answer;
    } finally {
      bytes.leave(held.bytes);
      queue.leave(held.records);
    }
  }
  // One that is given up holds its room until its work has ended.
  return {
    limits,
    receive: (call, read, ownEncoding) => within(limits.timeoutMs, take(call, read, ownEncoding)),
  };
}

const MIB = 1024 * 1024;
const databaseDisk = diskFloor(() => ({
  dir: join(env().GWANJE_HOME, "postgres", "data"),
  floorBytes: env().GWANJE_LOG_FREE_MB * MIB,
}));

function receivedAt(ctx: Ctx): Received {
  return { nowUs: ctx.clock.now().getTime() * 1_000, keptUs: env().GWANJE_LOG_DAYS * DAY_US };
}

/** By it a replay is known. The address counts: the same documents may go to two indexes. */
function digestOf(url: string, body: Buffer, minute: number | null): Buffer {
  const path = url.split("?", 1)[0] ?? "";
  return createHash("sha256")
    .update(`${path}\n${minute ?? ""}\n`)
    .update(body)
    .digest();
}

/**
 * The minute, when no record has a time of its own. Such bytes may well be said twice ("still alive"), so the same ones are a
 * replay for as long as a client tries again, and news after that.
 */
function timelessMinute(records: readonly LogRecord[], { nowUs }: Received): number | null {
  return records.some(({ us }) => us !== nowUs) ? null : Math.floor(nowUs / MINUTE_US);
}

export function mediaTypeOf({ request }: Receiving): string {
  return mediaTypeOfHeader(request.headers["content-type"]);
}
