import { decompress as unzstd } from "fzstd";
import {
  type AsyncBuffer,
  type Compressors,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  snappyUncompress,
} from "hyparquet";
import { MOST_COLUMNS, type Table } from "../table-columns";

/** A page of a column may say that it is any size; this is what the tab gives it. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_CELL = 500;

/** What pandas, Spark and DuckDB write (Snappy), and Polars (Zstandard). */
const COMPRESSORS: Compressors = {
  SNAPPY: (input, length) => {
    const output = room(length);
    snappyUncompress(input, output);
    return output;
  },
  ZSTD: (input, length) => unzstd(input, room(length)),
};

function room(length: number): Uint8Array {
  if (length > MOST_BYTES) throw new TooLarge();
  return new Uint8Array(length);
}

/** Thrown where more would have to be read than a page shows. */
export class TooLarge extends Error {}

/** The first rows of a parquet file, of which no more is read than they need. */
export async function readRows(file: AsyncBuffer, most: number): Promise<Table> {
  const limited = limitedTo(file, MOST_BYTES);
  const metadata = await parquetMetadataAsync(limited);
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const total = Number(metadata.num_rows);
  const columns = names.slice(0, MOST_COLUMNS);
  const rows =
    total === 0
      ? []
      : await parquetReadObjects({
          file: limited,
          metadata,
          columns,
          rowStart: 0,
          rowEnd: Math.min(most, total),
          useOffsetIndex: true,
          compressors: COMPRESSORS,
        });
  return {
    columns: names,
    rows: rows.map((row) => columns.map((name) => cellOf(row[name]))),
    total_rows: total,
  };
}

/** All that is asked for together, so that a file which says much of itself costs no more. */
function limitedTo(file: AsyncBuffer, mostBytes: number): AsyncBuffer {
  let left = mostBytes;
  return {
    byteLength: file.byteLength,
    slice(start, end = file.byteLength) {
      left -= Math.max(0, end - start);
      if (left < 0) throw new TooLarge();
      return file.slice(start, end);
    },
  };
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = textOf(value);
  return text.length > MOST_CELL ? `${text.slice(0, MOST_CELL)}…` : text;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  if (value instanceof Uint8Array) return `0x${hex(value.subarray(0, MOST_CELL / 2))}`;
  if (typeof value !== "object") return String(value);
  return nestedText(value);
}

/** A list or a record as JSON; its whole numbers of 64 bits keep all digits. */
function nestedText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(nestedText).join(",")}]`;
  if (value instanceof Date || value instanceof Uint8Array) return JSON.stringify(textOf(value));
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${nestedText(inner)}`);
    return `{${parts.join(",")}}`;
  }
  if (value === undefined) return "null";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
