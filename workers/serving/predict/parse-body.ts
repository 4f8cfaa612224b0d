import { InvalidError } from "@/lib/platform/errors";
import { parseJsonText } from "../json-text";

/** What is no JSON is refused as FastAPI does it. */
export function parseRows(bytes: Buffer): unknown {
  try {
    return parseJsonText(bytes);
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    const detail = `JSON decode error: ${error.message}`;
    throw new InvalidError(error.message, [{ pointer: "/body", code: "json_invalid", detail }]);
  }
}
