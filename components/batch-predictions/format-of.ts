import type { Format } from "@/lib/batch-predictions/values";

const ENDINGS: Readonly<Record<string, Format>> = {
  csv: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
};

/** What a file's name says of its format; null where it says nothing. */
export function formatOf(name: string): Format | null {
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? null) : null;
}
