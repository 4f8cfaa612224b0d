import type { Ctx } from "@/lib/platform/context";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { templateText } from "./patterns/drain";
import { filterText } from "./patterns/filter";
import { type Found, gatherPatterns } from "./patterns/found";
import { splitByNewness } from "./patterns/newness";
import { sampleRecords } from "./patterns/sample";
import { parseQuery } from "./query/parse";
import type { Query } from "./query/tree";
import type { Range } from "./repository/search";
import { type LogPattern, LogPatternQuery } from "./schema";
import { searchedRange } from "./search";
import { logStoreOf } from "./stores";
import { levelName } from "./values";
import { viewOf } from "./view";

type Part = { range: Range; query: Query | null };

/**
 * The templates of the messages that match, by how many of the newest records have them. Where it is asked what is new since a
 * time, or in the records that have a value, only templates of those count, and each says whether the others have it too.
 */
export const findLogPatterns = read("logs:read", LogPatternQuery, async (ctx, input) => {
  const store = logStoreOf(ctx);
  const { wanted, others } = partsOf(ctx, input);
  const patterns = gatherPatterns();
  const sampled = await sampleRecords(store, wanted, patterns.take);
  const found = patterns.found();
  const newness = others === null ? null : await splitByNewness(store, others, found, patterns.drain);
  const shown =
    newness && input.only_new === "true" ? found.filter((one) => newness.of(one) !== "known") : found;
  return {
    sampled: sampled.count,
    searched_to: sampled.searched_to,
    complete: sampled.complete,
    patterns: shown.length,
    compared: newness?.compared ?? null,
    data: shown.slice(0, input.limit).map((one) => ({
      ...viewOfPattern(one, sampled.count),
      newness: newness?.of(one) ?? null,
    })),
  };
});

function partsOf(ctx: Ctx, input: LogPatternQuery): { wanted: Part; others: Part | null } {
  const range = searchedRange(ctx, input);
  const query = parseQuery(input.q);
  const { new_since: since, new_in: where } = input;
  if (where !== undefined) {
    const has = parseQuery(where);
    if (!has) throw InvalidError.field("/new_in", "new_in says nothing to look for.", because("required"));
    return {
      wanted: { range, query: both(query, has) },
      others: { range, query: both(query, { kind: "not", part: has }) },
    };
  }
  if (since === undefined) return { wanted: { range, query }, others: null };
  if (Date.parse(since) <= Date.parse(range.from) || Date.parse(since) >= Date.parse(range.to))
    throw InvalidError.field(
      "/new_since",
      "new_since must be within the range: what was before it is compared.",
      because("log_range", { days: 31 }),
    );
  return {
    wanted: { range: { from: since, to: range.to }, query },
    others: { range: { from: range.from, to: since }, query },
  };
}

function both(one: Query | null, other: Query): Query {
  return one ? { kind: "and", parts: [one, other] } : other;
}

function viewOfPattern(
  { template, level, services, first, last, example }: Found,
  sampled: number,
): Omit<LogPattern, "newness"> {
  return {
    template: templateText(template),
    filter: filterText(template),
    count: template.count,
    share: template.count / sampled,
    level: levelName(level),
    services,
    first_at: first,
    last_at: last,
    example: viewOf(example),
  };
}
