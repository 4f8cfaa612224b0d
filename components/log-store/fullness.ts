import type { LogStoreState } from "@/lib/log-records/schema";

export type Fullness = { what: "records" | "bytes" | "rate"; is: number; most: number; share: number };

const DAY_SECONDS = 86_400;

/** How far a store is from what it is made for, by records, bytes and records a second. Empty where it has no such limit. */
export function fullnessOf({ size, ceiling }: Pick<LogStoreState, "size" | "ceiling">): Fullness[] {
  if (!size || !ceiling) return [];
  const rate = size.last_day / DAY_SECONDS;
  return [
    filled("records", size.records, ceiling.records),
    ...(size.bytes === null ? [] : [filled("bytes", size.bytes, ceiling.bytes)]),
    filled("rate", rate, ceiling.records_per_second),
  ];
}

/** From here on it is time to think of the next store. */
const NEAR = 0.7;

export function isNear(all: readonly Fullness[]): boolean {
  return all.some(({ share }) => share >= NEAR);
}

function filled(what: Fullness["what"], is: number, most: number): Fullness {
  return { what, is, most, share: is / most };
}
