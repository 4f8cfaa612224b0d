import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { csvLine } from "@/lib/platform/csv";
import { AppError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { LISTED_CHARACTERS } from "./repository/search";
import { LogExportQuery, type LogRecordView } from "./schema";
import { findWhole, searchedRange, searchPage } from "./search";

const EXPORT_PAGE = 1_000;
const FIXED = ["level", "service", "host", "message", "trace_id", "span_id"] as const;
const TYPES = { csv: "text/csv", ndjson: "application/x-ndjson" } as const;

type Wish = z.output<typeof LogExportQuery>;

/**
 * Every record that a search finds, the newest first, page by page: the reader decides how fast, and one page is in memory. The
 * first page is read before anything is sent, so that a search that cannot be read is refused as such.
 */
export const exportLogRecords = read("logs:read", LogExportQuery, async (ctx, input) => {
  const encoder = new TextEncoder();
  const columns = input.columns.split(",").filter((name) => name.trim() !== "");
  const lineOf = input.format === "csv" ? (record: LogRecordView) => csvOf(record, columns) : jsonLine;
  const pages = pagesOf(ctx, input);
  const first = await pages.next();
  const head = input.format === "csv" ? csvLine(headOf(columns)) : "";
  return {
    type: TYPES[input.format],
    body: new ReadableStream<Uint8Array>({
      start(controller) {
        const lines = first.done ? "" : first.value.map(lineOf).join("");
        if (head + lines !== "") controller.enqueue(encoder.encode(head + lines));
        if (first.done) controller.close();
      },
      async pull(controller) {
        const page = await pages.next();
        if (page.done) return controller.close();
        controller.enqueue(encoder.encode(page.value.map(lineOf).join("")));
      },
    }),
  };
});

/** Pages that have records. A search that runs out of time goes on; one that comes nowhere fails, so that nobody takes a part for all. */
async function* pagesOf(ctx: Ctx, input: Wish): AsyncGenerator<LogRecordView[]> {
  const { q, limit } = input;
  const range = searchedRange(ctx, input);
  let cursor: string | undefined;
  let left = limit;
  while (left > 0) {
    const wanted = { q, ...range, cursor, limit: Math.min(EXPORT_PAGE, left), patience_seconds: 10 };
    const page = await searchPage(ctx, wanted);
    if (page.data.length > 0) yield await Promise.all(page.data.map((record) => whole(ctx, record)));
    left -= page.data.length;
    if (page.next_cursor === null) return;
    if (page.next_cursor === cursor)
      throw new AppError("UNAVAILABLE", "The search takes too long. Narrow it.");
    cursor = page.next_cursor;
  }
}

/** A page has the beginnings of long messages. */
async function whole(ctx: Ctx, record: LogRecordView): Promise<LogRecordView> {
  return record.message.length < LISTED_CHARACTERS ? record : ((await findWhole(ctx, record)) ?? record);
}

const jsonLine = (record: LogRecordView): string => `${JSON.stringify(record)}\n`;

const headOf = (columns: readonly string[]): string[] =>
  columns.length > 0 ? ["time", ...columns] : ["time", ...FIXED, "attributes"];

function csvOf(record: LogRecordView, columns: readonly string[]): string {
  if (columns.length > 0) return csvLine([record.time, ...columns.map((name) => cellOf(record, name))]);
  return csvLine([record.time, ...FIXED.map((name) => record[name]), JSON.stringify(record.attributes)]);
}

function cellOf(record: LogRecordView, name: string): string | number | null {
  const field = FIXED.find((one) => one === name);
  const value = field
    ? record[field]
    : Object.hasOwn(record.attributes, name)
      ? record.attributes[name]
      : null;
  return typeof value === "string" || typeof value === "number" || value === null
    ? value
    : JSON.stringify(value);
}
