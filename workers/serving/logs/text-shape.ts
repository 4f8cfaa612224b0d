import { STATUS } from "@/lib/http/problem";
import type { ErrorShape } from "../../listener/error-shape";

/** An error as its sentence alone. */
export function textShape(headers: Readonly<Record<string, string>> = {}): ErrorShape {
  return (error, { id }) =>
    error
      ? { status: STATUS[error.code], headers, body: error.message }
      : { status: 500, headers, body: `Something went wrong on the server: ${id}` };
}
