import { setTimeout as pause } from "node:timers/promises";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { chunkTexts } from "./chunk-cache";
import { finderOf } from "./find-text";
import { placesOf } from "./places";
import {
  chunksBetween,
  type LoggedAttempt,
  loggedAttempt,
  type StoredChunk,
  storedLength,
} from "./repository";
import { joined, rowsOf } from "./rows";
import { AttemptId, type LogHits, LogLine, type LogPage, ReadLogInput, SearchLogInput } from "./schema";
import { lastWritten, withoutSequences } from "./values";

const ENDED = new Set(["success", "failed", "skipped", "cancelled", "lost"]);
/** Characters of one reply. Long lines make short pages, because a browser could not show more. */
const PAGE_CHARS = 2 * 1024 * 1024;
/** An attempt ends before the last of its log is stored; readers wait this long for it. */
const TAIL_PATIENCE_MS = 3_000;
const TAIL_POLL_MS = 20;
const ALL_LINES = 2 ** 31 - 1;
/** Chunks that a search or download holds in memory at once. */
const CHUNKS_AT_ONCE = 32;
/** One call of a search reads at most about this much; the caller calls again for the rest. */
const SEARCH_BYTES = 16 * 1024 * 1024;
const SEARCH_CHUNKS = 512;

/** Lines from `from_line` on. A page may be shorter than `limit`; continue from `next_line`. */
export const readLog = read("logs:read", ReadLogInput, async (ctx, input): Promise<LogPage> => {
  const { attempt_id, from_line } = input;
  const attempt = await attemptOf(ctx, attempt_id);
  const sql = poolSql(ctx.db.pool);
  // Reads the length first, so that every line within it is readable.
  const last = await settledLength(ctx, attempt_id, attempt);
  const to = Math.min(from_line + input.limit - 1, last);
  const chunks = to < from_line ? [] : await chunksBetween(sql, attempt_id, from_line, to);
  const texts = await chunkTexts(ctx.storage, placesOf(attempt.runId, attempt_id, chunks));
  const lines: LogLine[] = [];
  let chars = 0;
  for (const line of joined(texts.flatMap(rowsOf)).map((row) => LogLine.parse(row))) {
    if (line.n < from_line || line.n > to || chars > PAGE_CHARS) continue;
    lines.push(line);
    chars += line.m.length;
  }
  // Lines whose object is gone are skipped, or a reader would ask for them for ever.
  const beyond = chars > PAGE_CHARS ? (lines.at(-1)?.n ?? to) + 1 : Math.max(from_line, to + 1);
  // Only the last line may be incomplete, and only while the attempt runs.
  const end = lines.at(-1);
  const goesOn = end?.open && end.n === last && !ENDED.has(attempt.state);
  const next = goesOn ? end.n : beyond;
  return {
    attempt_id,
    state: attempt.state,
    lines,
    next_line: next,
    total_lines: last,
    complete: ENDED.has(attempt.state) && next > last,
  };
});

/** Numbers of lines that contain the text, ignoring case and colours; at most `limit`, from a part of a long log. */
export const searchLog = read("logs:read", SearchLogInput, async (ctx, input): Promise<LogHits> => {
  const attempt = await attemptOf(ctx, input.attempt_id);
  await settledLength(ctx, input.attempt_id, attempt);
  const sql = poolSql(ctx.db.pool);
  const chunks = await chunksBetween(sql, input.attempt_id, input.from_line, ALL_LINES);
  const isFound = finderOf(input.q.toLowerCase());
  const hits: number[] = [];
  let searched = input.from_line - 1;
  let begun: LogLine[] = [];
  let at = 0;
  let bytes = 0;
  const isEnough = () =>
    hits.length >= input.limit ||
    // A line longer than the limit is read to its end, or the caller would ask for it for ever.
    (searched >= input.from_line && (bytes > SEARCH_BYTES || at >= SEARCH_CHUNKS));
  for (; at < chunks.length && !isEnough(); at += CHUNKS_AT_ONCE) {
    const some = chunks.slice(at, at + CHUNKS_AT_ONCE);
    bytes += some.reduce((sum, chunk) => sum + chunk.sizeBytes, 0);
    const texts = await chunkTexts(ctx.storage, placesOf(attempt.runId, input.attempt_id, some));
    const found = joined([...begun, ...texts.flatMap(rowsOf)]);
    // The next chunk may continue the last line.
    begun = found.at(-1)?.open && at + CHUNKS_AT_ONCE < chunks.length ? found.splice(-1) : [];
    for (const { n, m } of found) {
      if (n < input.from_line || hits.length >= input.limit) continue;
      if (isFound(lastWritten(withoutSequences(m)).toLowerCase())) hits.push(n);
      searched = n;
    }
    // Lines whose object is gone are skipped.
    const last = some.at(-1);
    const whole = begun[0] ? begun[0].n - 1 : last ? last.firstLine + last.lines - 1 : searched;
    if (hits.length < input.limit) searched = Math.max(searched, whole);
  }
  return { lines: hits, searched_to: searched, more: hits.length >= input.limit || at < chunks.length };
});

/** Streams the whole log as plain text, a few chunks at a time. */
export const openLogText = read("logs:read", AttemptId, async (ctx, { attempt_id }) => {
  const attempt = await attemptOf(ctx, attempt_id);
  await settledLength(ctx, attempt_id, attempt);
  const chunks = await chunksBetween(poolSql(ctx.db.pool), attempt_id, 1, ALL_LINES);
  return {
    taskId: attempt.taskId,
    number: attempt.number,
    text: textOf(ctx, attempt.runId, attempt_id, chunks),
  };
});

async function* textOf(
  ctx: Ctx,
  runId: string,
  attemptId: string,
  chunks: readonly StoredChunk[],
): AsyncGenerator<string> {
  let last: LogLine | undefined;
  for (const place of placesOf(runId, attemptId, chunks)) {
    const [text = ""] = await chunkTexts(ctx.storage, [place]);
    let out = "";
    for (const row of rowsOf(text)) {
      // An open line ends where the next one follows.
      if (last?.open && last.n !== row.n) out += "\n";
      out += row.open ? row.m : `${row.m}\n`;
      last = row;
    }
    yield out;
  }
  if (last?.open) yield "\n";
}

/** The number of the last readable line, and the time from which it can be expected to be the last. */
async function settledLength(ctx: Ctx, attemptId: string, attempt: LoggedAttempt): Promise<number> {
  const sql = poolSql(ctx.db.pool);
  const until = performance.now() + TAIL_PATIENCE_MS - attempt.endedAgoMs;
  for (;;) {
    const { lastLine, bytes } = await storedLength(sql, attemptId);
    const isWhole = lastLine >= attempt.logLines && bytes >= attempt.logBytes;
    if (isWhole || performance.now() >= until) return lastLine;
    await pause(TAIL_POLL_MS);
  }
}

async function attemptOf(ctx: Ctx, attemptId: string) {
  const attempt = await loggedAttempt(poolSql(ctx.db.pool), attemptId);
  if (!attempt) throw new NotFoundError("task attempt", attemptId);
  return attempt;
}
