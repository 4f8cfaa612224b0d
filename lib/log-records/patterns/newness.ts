import type { Query } from "../query/tree";
import type { Range } from "../repository/search";
import type { LogStore } from "../store";
import type { Drain } from "./drain";
import { filterQuery } from "./filter";
import type { Found } from "./found";
import { sampleRecords } from "./sample";

/** `unsure`: nothing alike was seen, and looking through all of the other records would have taken too long. */
type Newness = "new" | "known" | "unsure";
type Compared = { sampled: number; complete: boolean };

/** Templates that the sample of the others lacks are searched for, one by one, within these. */
const MOST_SEARCHED = 40;
const TOGETHER_MS = 8_000;
const EACH_MS = 2_000;
/** Records that have the constant pieces of a template; one of them has the template, or it is new. */
const LOOKED_AT = 20;

/** Says of each template whether the other records have it too. */
export async function splitByNewness(
  store: Pick<LogStore, "search">,
  { range, query }: { range: Range; query: Query | null },
  found: readonly Found[],
  drain: Drain,
): Promise<{ compared: Compared; of(one: Found): Newness }> {
  const said = new Map<unknown, Newness>();
  const others = await sampleRecords(store, { range, query }, (records) => {
    for (const { message } of records) {
      const template = drain.find(message);
      if (template) said.set(template, "known");
    }
  });
  const ends = performance.now() + TOGETHER_MS;
  const left = others.complete ? [] : found.filter(({ template }) => !said.has(template));
  for (const { template } of left.slice(0, MOST_SEARCHED))
    if (performance.now() < ends) said.set(template, await searchFor(template));

  async function searchFor(template: Found["template"]): Promise<Newness> {
    const has = filterQuery(template);
    if (!has) return "unsure";
    const wanted: Query = query ? { kind: "and", parts: [query, has] } : has;
    const page = await store.search({
      ...{ range, query: wanted, before: null, limit: LOOKED_AT },
      patienceMs: Math.max(Math.ceil(Math.min(EACH_MS, ends - performance.now())), 1),
    });
    if (page.records.some(({ message }) => drain.find(message) === template)) return "known";
    return page.complete && page.records.length < LOOKED_AT ? "new" : "unsure";
  }

  return {
    compared: { sampled: others.count, complete: others.complete },
    of: ({ template }) => said.get(template) ?? (others.complete ? "new" : "unsure"),
  };
}
