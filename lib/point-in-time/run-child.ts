import { createInterface } from "node:readline";
import type { DuckDBConnection } from "@duckdb/node-api";
import { openDuck } from "./duck";
import { fileColumns, fileRows } from "./file-rows";
import { gatherRows } from "./gather-rows";
import { joinPointInTime } from "./join";
import { latestRows } from "./latest-rows";
import { profileFiles } from "./profile";
import { profileSource } from "./profile-source";
import { readQuery } from "./read-query";
import { Refused } from "./refused";
import type {
  ChildJob,
  ChildLine,
  FileColumnsJob,
  FileRowsJob,
  JoinJob,
  LatestJob,
  ProfileJob,
  SourceProfileJob,
} from "./schema";

/**
 * The program of the child: one job on the first line of its input, answered line by line. It works in its own folder, where
 * the files lie. It ends when its parent is gone.
 */
export async function runChild(): Promise<void> {
  const input = createInterface({ input: process.stdin });
  const job = await new Promise<ChildJob>((resolve) => input.once("line", (line) => resolve(readJob(line))));
  process.stdin.once("end", () => process.exit(1));
  process.stdout.once("error", () => process.exit(1));
  try {
    await work(process.cwd(), job);
    await say({ ended: true });
  } catch (error) {
    // What DuckDB says of a file that it cannot read helps its owner; paths are of a folder that is gone by then.
    const words = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    if (error instanceof Refused) await say({ refused: words });
    else await say({ refused: words.replaceAll(`${process.cwd()}/`, "").slice(0, 500) });
  }
  // What is written last is on its way only then; an exit would lose it.
  process.stdout.write("", () => process.exit(0));
}

async function work(dir: string, { work: wanted, ...limits }: ChildJob): Promise<void> {
  if (wanted.kind === "query") return say({ total: await readQuery(dir, wanted) });
  const connection = await openDuck(dir, limits);
  if (wanted.kind === "gather") return say({ total: await gatherRows(connection, dir, wanted) });
  for await (const said of linesOf(connection, dir, wanted)) {
    if ("total" in said) await say(said);
    else await write(said.line);
  }
}

function linesOf(
  connection: DuckDBConnection,
  dir: string,
  wanted: LatestJob | JoinJob | FileColumnsJob | FileRowsJob | ProfileJob | SourceProfileJob,
): AsyncGenerator<{ total: number } | { line: string }> {
  switch (wanted.kind) {
    case "latest":
      return latestRows(connection, dir, wanted);
    case "join":
      return joinedAndProfiled(connection, dir, wanted);
    case "profile":
      return profileFiles(connection, dir, wanted.files);
    case "profile-source":
      return profileSource(connection, dir, wanted);
    case "columns":
      return fileColumns(connection, dir, wanted);
    case "rows":
      return fileRows(connection, dir, wanted);
    default:
      return wanted satisfies never;
  }
}

/** The training set is whole without its profile, so that what goes wrong there is no failure. */
async function* joinedAndProfiled(
  connection: DuckDBConnection,
  dir: string,
  wanted: JoinJob,
): AsyncGenerator<{ total: number } | { line: string }> {
  const total = await joinPointInTime(connection, dir, wanted);
  const lines: { line: string }[] = [];
  try {
    const files = { format: "parquet", names: [wanted.output] } as const;
    for await (const said of profileFiles(connection, dir, files)) if ("line" in said) lines.push(said);
    yield* lines;
  } catch {
    // A profile of some columns would look like one of all.
  }
  yield { total };
}

const say = (line: ChildLine) => write(JSON.stringify(line));

/** Returns when it is on its way: a parent that reads slowly slows the child down. */
function write(line: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(`${line}\n`)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

/** The guarantee: only the parent, of the same build, writes there, from the same type. */
function readJob(line: string): ChildJob {
  return JSON.parse(line) as ChildJob;
}
