import { parseCsv } from "@/lib/endpoints";
import { LIMITS } from "@/lib/endpoints/values";
import { AppError } from "@/lib/platform/errors";
import { parseJsonText } from "../json-text";

/** A body of another media type than the protocol has. */
export class UnknownMediaType extends AppError {
  constructor(mediaType: string) {
    super(
      "BAD_REQUEST",
      `The Content-Type ${JSON.stringify(mediaType.slice(0, 100))} is not read here. Send application/json or text/csv.`,
    );
  }
}

/** CSV becomes what the same table is in JSON. A body without a Content-Type is JSON. */
export function parseInvocation(bytes: Buffer, mediaType: string): unknown {
  if (mediaType === "text/csv") return csvOf(bytes);
  if (mediaType !== "" && mediaType !== "application/json") throw new UnknownMediaType(mediaType);
  return parseJsonText(bytes);
}

function csvOf(bytes: Buffer): unknown {
  const table = parseCsv(bytes.toString("utf8"), LIMITS.rows);
  if (table) return { dataframe_split: table };
  throw new AppError(
    "BAD_REQUEST",
    `The body is no CSV with up to ${LIMITS.rows} rows: it has more, or a quote that is not closed.`,
  );
}
