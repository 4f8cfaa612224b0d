import { read } from "@/lib/audit";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { chunkKey } from "./key";
import { chunksBetween, lastLine, loggedAttempt } from "./repository";
import { LogLine, type LogPage, ReadLogInput } from "./schema";

const ENDED = new Set(["success", "failed", "skipped", "cancelled", "lost"]);

/** Lines from `from_line` on; a page may be shorter than `limit`, `next_line` says where to go on. */
export const readLog = read("logs:read", ReadLogInput, async (ctx, input): Promise<LogPage> => {
  const sql = poolSql(ctx.db.pool);
  const attempt = await loggedAttempt(sql, input.attempt_id);
  if (!attempt) throw new NotFoundError("task attempt", input.attempt_id);
  const to = input.from_line + input.limit - 1;
  const lines: LogLine[] = [];
  for (const { seq } of await chunksBetween(sql, input.attempt_id, input.from_line, to)) {
    const bytes = await ctx.storage.getBytes(chunkKey(attempt.runId, input.attempt_id, seq));
    for (const text of bytes?.toString("utf8").split("\n") ?? []) {
      if (!text) continue;
      const line = LogLine.parse(JSON.parse(text));
      if (line.n >= input.from_line && line.n <= to) lines.push(line);
    }
  }
  const last = await lastLine(sql, input.attempt_id);
  // Lines whose object is gone are passed over, so that a reader never asks for them again and again.
  const next = Math.max(input.from_line, Math.min(to, last) + 1);
  return {
    attempt_id: input.attempt_id,
    state: attempt.state,
    lines,
    next_line: next,
    complete: ENDED.has(attempt.state) && next > last,
  };
});
