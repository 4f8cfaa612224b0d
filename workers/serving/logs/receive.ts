import { createHash } from "node:crypto";
import { type LogRecord, type Received, writeLogRecords } from "@/lib/log-records";
import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { mediaTypeOf as mediaTypeOfHeader } from "../../listener/error-shape";
import type { Call, Limits, OperationDeclaration } from "../protocol";
import { readBody } from "../read-body";
import { within } from "../within";

const DAY_US = 86_400_000_000;
const MIB = 1024 * 1024;

/** Of every protocol that takes logs. A client that sends more at once splits it when it is told so (413). */
export const LOG_LIMITS: Limits = {
  bodyBytes: 16 * MIB,
  decompressedBytes: 64 * MIB,
  inFlight: 64,
  timeoutMs: 60_000,
};

/** What an operation that takes records has in common. Its body is read by itself, because a digest of its bytes is taken. */
export const RECEIVES = {
  method: "POST",
  scope: "logs:write",
  orAttempt: true,
  bytes: { body: true },
} as const satisfies Partial<OperationDeclaration>;

type Receiving = Pick<Call<OperationDeclaration>, "ctx" | "request">;

/**
 * Reads the body, makes records of it, and returns what `read` made beside them when all of them are in Postgres. A body that
 * the same caller sent before is answered as then.
 */
export async function receive<R>(
  { ctx, request }: Receiving,
  read: (body: Buffer, received: Received) => { records: LogRecord[]; answer: R },
  ownEncoding?: string,
): Promise<R> {
  const body = await within(LOG_LIMITS.timeoutMs, readBody(request.raw, LOG_LIMITS, ownEncoding));
  const { records, answer } = read(body, receivedAt(ctx));
  const digest = createHash("sha256").update(body).digest();
  await within(LOG_LIMITS.timeoutMs, writeLogRecords(ctx, { records, digest }));
  return answer;
}

function receivedAt(ctx: Ctx): Received {
  return { nowUs: ctx.clock.now().getTime() * 1_000, keptUs: env().GWANJE_LOG_DAYS * DAY_US };
}

const UTF8 = new TextDecoder("utf-8");

/** What is no UTF-8 is kept as far as it can be read: no line is lost for one byte. */
export function textOf(body: Buffer): string {
  return UTF8.decode(body);
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(quoteLargeNumbers(textOf(body)));
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not JSON.");
  }
}

export function mediaTypeOf({ request }: Receiving): string {
  return mediaTypeOfHeader(request.headers["content-type"]);
}
