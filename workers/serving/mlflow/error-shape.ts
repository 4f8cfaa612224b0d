import * as z from "zod";
import { type AppError, type ErrorCode, NotFoundError } from "@/lib/platform/errors";
import type { ErrorShape } from "../../listener/error-shape";

/**
 * MLflow's own names. Its clients send a request again for minutes, whatever its method, when they are answered 408, 429 or
 * 5xx: a caller's mistake is never one of those.
 */
const SHAPES: Readonly<Record<ErrorCode, readonly [status: number, code: string]>> = {
  BAD_REQUEST: [400, "BAD_REQUEST"],
  INVALID: [400, "INVALID_PARAMETER_VALUE"],
  UNAUTHENTICATED: [401, "UNAUTHENTICATED"],
  FORBIDDEN: [403, "PERMISSION_DENIED"],
  STEP_UP_REQUIRED: [403, "PERMISSION_DENIED"],
  NOT_FOUND: [404, "ENDPOINT_NOT_FOUND"],
  METHOD_NOT_ALLOWED: [405, "ENDPOINT_NOT_FOUND"],
  CONFLICT: [400, "INVALID_PARAMETER_VALUE"],
  STALE: [400, "INVALID_PARAMETER_VALUE"],
  PRECONDITION_REQUIRED: [400, "INVALID_PARAMETER_VALUE"],
  LIMIT_EXCEEDED: [400, "INVALID_PARAMETER_VALUE"],
  TOO_LARGE: [413, "INVALID_PARAMETER_VALUE"],
  RANGE_NOT_SATISFIABLE: [416, "INVALID_PARAMETER_VALUE"],
  RATE_LIMITED: [429, "REQUEST_LIMIT_EXCEEDED"],
  UNAVAILABLE: [503, "TEMPORARILY_UNAVAILABLE"],
};

export const MlflowError = z
  .object({ error_code: z.string(), message: z.string() })
  .meta({ id: "MlflowError" });

export const mlflowShape: ErrorShape = (error, { id }) => {
  if (!error) {
    const message = `Something went wrong on the server. The log has it under ${id}.`;
    return { status: 500, body: { error_code: "INTERNAL_ERROR", message } };
  }
  const [status, error_code] = shapeOf(error);
  return { status, body: { error_code, message: messageOf(error) } };
};

function shapeOf(error: AppError): readonly [number, string] {
  // An address that is none and a run that is none are both 404; clients tell them apart by the name.
  if (error instanceof NotFoundError) return [404, "RESOURCE_DOES_NOT_EXIST"];
  const isTaken = error.code === "CONFLICT" && error.extra.errors?.some(({ code }) => code === "taken");
  return isTaken ? [400, "RESOURCE_ALREADY_EXISTS"] : SHAPES[error.code];
}

function messageOf(error: AppError): string {
  const [first] = error.extra.errors ?? [];
  if (first?.code !== "required" || first.pointer === "/") return error.message;
  return `Missing value for required parameter '${first.pointer.slice(1).replaceAll("/", ".")}'.`;
}
