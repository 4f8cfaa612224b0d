import { STATUS } from "@/lib/http/problem";
import type { AppError } from "@/lib/platform/errors";
import { redactText } from "@/lib/platform/redact";
import type { ErrorShape } from "../../listener/error-shape";

const MOST_MESSAGE = 2_000;
/** Feast's exception for what is not there. */
const MISSING = new Map([
  ["feature view", "FeatureViewNotFoundException"],
  ["feature service", "FeatureServiceNotFoundException"],
  ["push source", "PushSourceNotFoundException"],
]);

/**
 * A JSON string that is JSON once more, as Feast's server answers and its client reads: the client raises the exception of
 * this class with this message. It sends 429 and 5xx again, so a caller's mistake is never one of those.
 */
export const feastShape: ErrorShape = (error, { id }) => {
  const detail = {
    module: "feast.errors",
    class: error ? classOf(error) : "FeastError",
    message: error
      ? redactText(error.message.slice(0, MOST_MESSAGE))
      : `Something went wrong on the server. The log has it under ${id}.`,
  };
  return {
    status: error ? STATUS[error.code] : 500,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(JSON.stringify(detail)),
  };
};

function classOf({ code, extra: { reason, errors } }: AppError): string {
  if (code === "FORBIDDEN") return "FeastPermissionError";
  if (code === "NOT_FOUND")
    return MISSING.get(String(reason?.values?.kind)) ?? "FeastObjectNotFoundException";
  return errors?.[0]?.code === "duplicate" ? "FeatureNameCollisionError" : "FeastError";
}
