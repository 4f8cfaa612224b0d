import * as z from "zod";
import { STATUS } from "@/lib/http/problem";
import type { AppError, FieldError } from "@/lib/platform/errors";
import { redactText } from "@/lib/platform/redact";
import type { ErrorShape } from "../../listener/error-shape";

const MOST_MESSAGE = 2_000;
/** Codes of our own refusals under pydantic's names. */
const TYPES = new Map([
  ["required", "missing"],
  ["unrecognized_keys", "extra_forbidden"],
  ["invalid_type", "list_type"],
  ["too_small", "too_short"],
  ["too_big", "too_long"],
  ["not_finite", "finite_number"],
  ["forbidden_name", "extra_forbidden"],
  ["too_deep", "recursion_loop"],
  ["no_nul", "string_unicode"],
]);

const PLACES: ReadonlySet<string> = new Set(["body", "header", "query"]);

const Fault = z.object({
  type: z.string(),
  loc: z.array(z.union([z.string(), z.number().int()])),
  msg: z.string(),
});
/** What FastAPI answers: a list for a 422, a text for all else. */
export const PredictError = z
  .object({ detail: z.union([z.string(), z.array(Fault)]) })
  .meta({ id: "PredictError" });

export const fastapiShape: ErrorShape = (error, { id }) => {
  if (!error) {
    const detail = `Something went wrong on the server. The log has it under ${id}.`;
    return { status: 500, body: { detail } };
  }
  const status = STATUS[error.code];
  return { status, body: { detail: status === 422 ? faultsOf(error) : shown(error.message) } };
};

function faultsOf({ message, extra: { errors = [] } }: AppError): z.infer<typeof Fault>[] {
  if (errors.length > 0) return errors.map(faultOf);
  return [{ type: "value_error", loc: ["body"], msg: shown(message) }];
}

function faultOf({ pointer, code, detail }: FieldError): z.infer<typeof Fault> {
  const path = pointer.split("/").slice(1).filter(Boolean);
  const names = path.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const loc = names.map((name) => (/^\d{1,9}$/.test(name) ? Number(name) : shown(name)));
  return {
    type: TYPES.get(code) ?? code,
    // What is wrong with the text itself, and what stands beside it, has its place there already.
    loc: PLACES.has(String(loc[0])) ? loc : ["body", ...loc],
    msg: code === "required" ? "Field required" : shown(detail),
  };
}

function shown(text: string): string {
  return redactText(text.slice(0, MOST_MESSAGE));
}
