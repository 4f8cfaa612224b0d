import { read } from "@/lib/verbs";
import { parseQuery } from "./query/parse";
import type { Counted } from "./repository/sample";
import { LogFieldQuery } from "./schema";
import { searchedRange } from "./search";
import { logStoreOf } from "./stores";
import { levelName } from "./values";

const SAMPLE = 5_000;

/** Which attributes the newest records of a search have, or the values of one field; of at most 5,000 records. */
export const sampleLogFields = read("logs:read", LogFieldQuery, async (ctx, input) => {
  const query = parseQuery(input.q);
  const { field } = input;
  const wanted = { range: searchedRange(ctx, input), query, field, limit: SAMPLE };
  const { sampled, counts } = await logStoreOf(ctx).topValues(wanted);
  const data = together(counts).map(({ name, count }) => ({
    name: field === "level" ? levelName(Number(name)) : name,
    count,
    share: count / sampled,
  }));
  return { sampled, data };
});

/** A store may count a name more than once, for parts of the range. */
function together(all: readonly Counted[]): Counted[] {
  const counts = new Map<string, number>();
  for (const { name, count } of all) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, 100);
}
