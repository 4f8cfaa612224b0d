import { read } from "@/lib/verbs";
import { lookBack } from "./look-back";
import { parseQuery } from "./query/parse";
import { type Sample, sampleNames, sampleValues } from "./repository/sample";
import { LogFieldQuery } from "./schema";
import { searchedRange } from "./search";
import { levelName } from "./values";

const SAMPLE = 5_000;

/** Which attributes the newest records of a search have, or the values of one field; of at most 5,000 records. */
export const sampleLogFields = read("logs:read", LogFieldQuery, async (ctx, input) => {
  const query = parseQuery(input.q);
  const { field } = input;
  const samples: Sample[] = [];
  let sampled = 0;
  await lookBack(ctx, searchedRange(ctx, input), async (sql, range) => {
    const wanted = { range, query, limit: SAMPLE - sampled };
    const sample =
      field === undefined ? await sampleNames(sql, wanted) : await sampleValues(sql, { ...wanted, field });
    samples.push(sample);
    sampled += sample.sampled;
    return sampled >= SAMPLE ? "enough" : "go on";
  });
  const data = countsOf(samples).map(({ name, count }) => ({
    name: field === "level" ? levelName(Number(name)) : name,
    count,
    share: count / sampled,
  }));
  return { sampled, data };
});

function countsOf(samples: readonly Sample[]) {
  const counts = new Map<string, number>();
  for (const { name, count } of samples.flatMap((sample) => sample.counts))
    counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, 100);
}
