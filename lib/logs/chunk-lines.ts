import type { Sql } from "@/lib/platform/db";
import type { ObjectStore } from "@/lib/platform/storage";
import { chunkTexts } from "./chunk-cache";
import type { TaskChunk } from "./index-repository";
import { placesOf } from "./places";
import { chunksBetween } from "./repository";
import { joined, rowsOf } from "./rows";
import type { LogLine } from "./schema";

/**
 * The lines that a chunk brings to the search: with what chunks before it have of its first line, without a last line that has
 * no end yet. Of an open end: that line alone, when nothing follows it.
 */
export async function linesToIndex(
  { sql, storage }: { sql: Sql; storage: ObjectStore },
  chunk: TaskChunk,
  /** What is stored, where the caller has it. */
  known?: string,
): Promise<{ lines: LogLine[]; isOpen: boolean }> {
  const before = (line: number) => earlierRows(sql, storage, chunk, line);
  if (chunk.left === "end") {
    if (chunk.hasNext) return { lines: [], isOpen: false };
    const last = chunk.firstLine + chunk.lines - 1;
    return {
      lines: joined([...(await before(last)), ...(await own()).filter(({ n }) => n === last)]),
      isOpen: false,
    };
  }
  const rows = await own();
  const goesOn = chunk.lastBefore !== null && chunk.lastBefore === rows[0]?.n;
  const lines = joined([...(goesOn ? await before(chunk.firstLine) : []), ...rows]);
  const isOpen = lines.at(-1)?.open === true;
  return { lines: isOpen ? lines.slice(0, -1) : lines, isOpen };

  async function own(): Promise<LogLine[]> {
    const [text = ""] =
      known === undefined
        ? await chunkTexts(storage, placesOf(chunk.runId, chunk.attemptId, [chunk]))
        : [known];
    return rowsOf(text);
  }
}

/** The pieces of a line in the chunks before this one. */
async function earlierRows(
  sql: Sql,
  storage: ObjectStore,
  chunk: TaskChunk,
  line: number,
): Promise<LogLine[]> {
  const chunks = await chunksBetween(sql, chunk.attemptId, line, line);
  const earlier = chunks.filter(({ seq }) => seq < chunk.seq);
  const texts = await chunkTexts(storage, placesOf(chunk.runId, chunk.attemptId, earlier));
  return texts.flatMap(rowsOf).filter(({ n }) => n === line);
}
