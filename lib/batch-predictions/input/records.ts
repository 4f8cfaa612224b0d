import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { ModelShape } from "@/lib/endpoints";
import { askChild, type Engine } from "@/lib/features";
import { ConflictError } from "@/lib/platform/errors";
import { cellsOf } from "../rows/cells";
import { type FileColumn, type Plan, planOf } from "../rows/plan";
import { type Format, LIMITS } from "../values";
import { isKeyType } from "./key-type";
import { splitRecords } from "./split-records";

export type Opened = { plan: Plan; records: AsyncIterable<Buffer> };
type Where = { engine: Engine; dir: string; file: string; signal: AbortSignal };
type Wanted = { format: Format; shape: ModelShape; keyColumns: readonly string[] };

const BYTE_ORDER_MARK = /^\uFEFF/;

/** How the file is read, and its rows in order. Parquet is read by a process of its own. */
export async function openRecords(where: Where, wanted: Wanted): Promise<Opened> {
  switch (wanted.format) {
    case "csv":
      return openCsv(where, wanted);
    case "jsonl":
      return { plan: planOf(wanted.shape, null, wanted.keyColumns), records: split(where, false) };
    case "parquet":
      return openParquet(where, wanted);
    default:
      return wanted.format satisfies never;
  }
}

const split = ({ dir, file, signal }: Where, isCsv: boolean) =>
  splitRecords(createReadStream(join(dir, file), { highWaterMark: 256 * 1024, signal }), isCsv);

async function openCsv(where: Where, { shape, keyColumns }: Wanted): Promise<Opened> {
  const records = split(where, true);
  const first = await records.next();
  if (first.done) throw new ConflictError("The file has no header: its first line names the columns.");
  const names = cellsOf(utf8(first.value).replace(BYTE_ORDER_MARK, "")).map((name) => name ?? "");
  refuseMany(names.length);
  const columns = names.map((name): FileColumn => ({ name, type: "VARCHAR" }));
  return { plan: planOf(shape, columns, keyColumns), records };
}

async function openParquet(where: Where, { shape, keyColumns }: Wanted): Promise<Opened> {
  const { engine, dir, file, signal } = where;
  const files = { format: "parquet", names: [file] } as const;
  const columns: FileColumn[] = [];
  for await (const said of askChild(engine, dir, { kind: "columns", files }, signal)) {
    if (!("line" in said)) continue;
    const [name = "", type = ""] = Array.from(JSON.parse(said.line), String);
    columns.push({ name, type });
    refuseMany(columns.length);
  }
  const plan = planOf(shape, columns, keyColumns);
  for (const { at, name } of plan.keys)
    if (!isKeyType(columns[at]?.type ?? ""))
      throw new ConflictError(
        `The key column ${JSON.stringify(name)} is ${columns[at]?.type.slice(0, 100)}. Keys are numbers, texts, booleans and times.`,
      );
  const wanted = [
    ...plan.inputs.flatMap(({ at }) => (at < 0 ? [] : [{ at, asText: false }])),
    ...plan.keys.map(({ at }) => ({ at, asText: true })),
  ].map(({ at, asText }) => ({ name: columns[at]?.name ?? "", asText }));
  if (wanted.length === 0) throw new ConflictError("The file has no column that the model takes.");
  return { plan, records: lines() };

  async function* lines(): AsyncGenerator<Buffer> {
    const work = { kind: "rows", files, columns: wanted } as const;
    for await (const said of askChild(engine, dir, work, signal))
      if ("line" in said) yield Buffer.from(said.line);
  }
}

function refuseMany(columns: number): void {
  if (columns > LIMITS.columns)
    throw new ConflictError(
      `The file has more than ${LIMITS.columns} columns. Leave out those that nobody needs.`,
    );
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConflictError("The header is no UTF-8 text. Save the file as UTF-8.");
  }
}
