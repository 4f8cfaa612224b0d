import { redactText } from "@/lib/platform/redact";
import type { ErrorShape } from "../../listener/error-shape";
import { mlflowShape } from "../mlflow/error-shape";
import { UnknownMediaType } from "./parse-body";

const MOST_MESSAGE = 2_000;

/** MLflow's names, with neither a stack trace nor what was sent. */
export const invocationsShape: ErrorShape = (error, request) => {
  const { status, body } = mlflowShape(error, request);
  const { error_code, message } = Object(body);
  return {
    status: error instanceof UnknownMediaType ? 415 : status,
    body: { error_code, message: redactText(String(message).slice(0, MOST_MESSAGE)) },
  };
};
