import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { valueKey } from "../keys";
import type { KnownView } from "../online/definitions";
import { readJoinKey } from "../online/entity-key";
import { readFeatureValue } from "../online/feature-value";
import type { KeyedRow } from "../online/store";
import { encodeRow } from "../online/stored-row";
import { refused } from "./fetch-files";

type Line = [keys: unknown[], ts: number, created: number | null, features: unknown[]];

/** A row of the files as it is stored online. What may not be written there is refused with its entity and feature. */
export function latestRow(view: KnownView, text: string): KeyedRow {
  const [keys, ts, created, features] = readLine(text);
  const about = view.joinKeys.map(({ name }, at) => `${name}=${String(keys[at])}`).join(", ");
  const accept = <T>(name: string, read: { value: T } | { problem: string }): T => {
    if ("value" in read) return read.value;
    throw refused(`${view.name}, ${about}: ${name} ${read.problem}.`);
  };
  const texts = view.joinKeys.map(({ name, type }, at) => accept(name, readJoinKey(type, keys[at])));
  if (ts < 0) throw refused(`${view.name}, ${about}: the event time lies before 1970.`);
  const values = [...view.fields].map(([name, { type }], at) =>
    accept(name, readFeatureValue(type, features[at] ?? null)),
  );
  return {
    key: valueKey(view.keyPrefix, texts),
    row: encodeRow({
      eventUs: ts,
      createdUs: Math.max(0, created ?? 0),
      schemaVersion: view.schemaVersion,
      values,
    }),
  };
}

/** The guarantee: latestRows of lib/point-in-time made it, in this form. */
function readLine(text: string): Line {
  return JSON.parse(quoteLargeNumbers(text)) as Line;
}
