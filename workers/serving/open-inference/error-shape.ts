import * as z from "zod";
import { STATUS } from "@/lib/http/problem";
import type { AppError } from "@/lib/platform/errors";
import { redactText } from "@/lib/platform/redact";
import type { ErrorShape } from "../../listener/error-shape";

const MOST_MESSAGE = 2_000;

export const OpenInferenceError = z.object({ error: z.string() }).meta({ id: "OpenInferenceError" });

/** The protocol knows one field. What is wrong with a request is 400 there. */
export const openInferenceShape: ErrorShape = (error, { id }) => {
  if (!error)
    return {
      status: 500,
      body: { error: `Something went wrong on the server. The log has it under ${id}.` },
    };
  const status = STATUS[error.code];
  return { status: status === 422 ? 400 : status, body: { error: messageOf(error) } };
};

function messageOf(error: AppError): string {
  return redactText(error.message.slice(0, MOST_MESSAGE));
}
