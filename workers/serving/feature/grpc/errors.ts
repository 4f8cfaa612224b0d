import { Code, ConnectError } from "@connectrpc/connect";
import type { Ctx } from "@/lib/platform/context";
import type { ErrorCode } from "@/lib/platform/errors";
import { redactText } from "@/lib/platform/redact";
import { understood } from "../../../listener/error-shape";

const MOST_MESSAGE = 2_000;

const CODE: Readonly<Partial<Record<ErrorCode, Code>>> = {
  UNAUTHENTICATED: Code.Unauthenticated,
  FORBIDDEN: Code.PermissionDenied,
  NOT_FOUND: Code.NotFound,
  INVALID: Code.InvalidArgument,
  BAD_REQUEST: Code.InvalidArgument,
  CONFLICT: Code.FailedPrecondition,
  RATE_LIMITED: Code.ResourceExhausted,
  TOO_LARGE: Code.ResourceExhausted,
  UNAVAILABLE: Code.Unavailable,
};

/** The same words as over HTTP. What nobody foresaw is in the log, under the request's id. */
export function grpcError(error: unknown, { log, requestId }: Pick<Ctx, "log" | "requestId">): ConnectError {
  if (error instanceof ConnectError) return error;
  const { known, isAway } = understood(error);
  if (!known || isAway) log.error({ err: error, request_id: requestId }, "request failed");
  if (!known)
    return new ConnectError(
      `Something went wrong on the server. The log has it under ${requestId}.`,
      Code.Internal,
    );
  return new ConnectError(
    redactText(known.message.slice(0, MOST_MESSAGE)),
    CODE[known.code] ?? Code.Internal,
  );
}
