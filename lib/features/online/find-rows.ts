import type { Redis } from "ioredis";
import { valueKey } from "../keys";
import type { KnownView } from "./definitions";
import type { Question } from "./question";
import { type Found, foundOf } from "./status";
import { readRows } from "./store";
import type { Micros } from "./time";

/** For each view of a question what is known of each of its rows. Equal entities are read once, all views in one round trip. */
export async function findRows(
  redis: Redis,
  { rows, joinKeys, views }: Question,
  nowUs: Micros,
): Promise<(Found | null)[][]> {
  const textsOf = new Map(joinKeys.map(({ key, texts }) => [key.name, texts]));
  const asked = views.map(({ view }) => ({ view, ...keysOf(view, rows, textsOf) }));
  const texts = await readRows(
    redis,
    asked.flatMap(({ keys }) => keys),
  );
  let from = 0;
  return asked.map(({ view, keys, rowOf }) => {
    const found = texts.slice(from, from + keys.length).map((text) => foundOf(view, text, nowUs));
    from += keys.length;
    return rowOf.map((at) => found[at] ?? null);
  });
}

/** The different keys, and for each row which of them is its own. */
function keysOf(view: KnownView, rows: number, textsOf: ReadonlyMap<string, readonly string[]>) {
  const columns = view.joinKeys.map(({ name }) => textsOf.get(name) ?? []);
  const places = new Map<string, number>();
  const rowOf = Array.from({ length: rows }, (_, row) => {
    const key = valueKey(
      view.keyPrefix,
      columns.map((texts) => texts[row] ?? ""),
    );
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, places.size);
    return places.size - 1;
  });
  return { keys: [...places.keys()], rowOf };
}
