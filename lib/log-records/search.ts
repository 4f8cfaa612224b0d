import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { cursorInstant, decodeCursor, encodeCursor } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { parseQuery } from "./query/parse";
import type { Bar, Place } from "./repository/search";
import { LogBarQuery, LogRecordQuery, LogRecordRef, type LogRecordView, rangeOf } from "./schema";
import { niceStep } from "./steps";
import { logStoreOf } from "./stores";
import { levelName } from "./values";
import { viewOf } from "./view";

/** Records, the newest first. */
export const searchLogRecords = read("logs:read", LogRecordQuery, (ctx, input) => searchPage(ctx, input));

type PageWish = Pick<
  z.output<typeof LogRecordQuery>,
  "q" | "from" | "to" | "cursor" | "limit" | "patience_seconds"
>;

export async function searchPage(ctx: Ctx, input: PageWish) {
  const query = parseQuery(input.q);
  const range = searchedRange(ctx, input);
  const before = input.cursor === undefined ? null : placeOf(input.cursor);
  const wanted = { range, query, before, limit: input.limit + 1, patienceMs: input.patience_seconds * 1_000 };
  const { records: found, searched_to, complete } = await logStoreOf(ctx).search(wanted);
  const kept = found.slice(0, input.limit);
  const last = kept.at(-1);
  const more = found.length > input.limit && last !== undefined;
  // Where the time ran out, a next page goes on from there: no record has number 0.
  const next = more ? encodeCursor([last.time, last.id]) : complete ? null : encodeCursor([searched_to, "0"]);
  return {
    data: kept.map(viewOf),
    next_cursor: next,
    has_more: more || !complete,
    searched_to: more ? last.time : searched_to,
    complete: complete || more,
  };
}

/** One record, whole. */
export const readLogRecord = read("logs:read", LogRecordRef, async (ctx, ref) => {
  const record = await findWhole(ctx, ref);
  if (!record) throw new NotFoundError("log record", ref.id);
  return record;
});

export async function findWhole(ctx: Ctx, { time, id }: Place): Promise<LogRecordView | null> {
  const record = await logStoreOf(ctx).find({ time, id });
  return record ? viewOf(record) : null;
}

/** How many records each stretch of time has, by level. */
export const countLogRecords = read("logs:read", LogBarQuery, async (ctx, input) => {
  const query = parseQuery(input.q);
  const range = searchedRange(ctx, input);
  const seconds = (Date.parse(range.to) - Date.parse(range.from)) / 1_000;
  const stepSeconds = niceStep(seconds / input.bars);
  const rest = { from: range.from, to: earlierOf(range.to, input.before ?? range.to) };
  const wanted = { range: rest, query, stepSeconds, patienceMs: input.patience_seconds * 1_000 };
  const { bars, ...back } = await logStoreOf(ctx).histogram(wanted);
  return { step_seconds: stepSeconds, ...range, data: barsOf(bars), ...back };
});

export function searchedRange(ctx: Ctx, input: { from?: string | undefined; to?: string | undefined }) {
  const range = rangeOf(input, ctx.clock.now());
  if (range) return range;
  const words = "from must be before to, and at most 31 days before it.";
  throw InvalidError.field("/from", words, because("log_range", { days: 31 }));
}

function earlierOf(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other;
}

function barsOf(bars: readonly Bar[]) {
  const byStart = new Map<string, Record<string, number>>();
  for (const { start, level, count } of bars) {
    const levels = byStart.get(start) ?? {};
    const name = levelName(level);
    byStart.set(start, { ...levels, [name]: (levels[name] ?? 0) + count });
  }
  return [...byStart]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([start, levels]) => ({
      start,
      levels,
      total: Object.values(levels).reduce((sum, n) => sum + n, 0),
    }));
}

function placeOf(cursor: string) {
  const [time, id] = decodeCursor(cursor);
  if (typeof id !== "string" || !/^\d{1,18}$/.test(id))
    throw InvalidError.field(
      "/cursor",
      "cursor is not one this API gave; start again without it",
      because("bad_cursor"),
    );
  return { time: cursorInstant(time), id };
}
