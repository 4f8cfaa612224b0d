import type { Routing } from "../serving/routing";
import { anySlot, slotOfKey } from "./slot";
import { type ColumnValues, type Sent, stickyKey } from "./sticky-key";

/** The slot that answers a request: that of its key, or any where the endpoint has no sticky key. */
export function chooseSlot({ endpoint }: Routing, sent: Sent, columns: ColumnValues): number {
  const { sticky } = endpoint.live;
  return sticky ? slotOfKey(endpoint.name, stickyKey(sticky, sent, columns)) : anySlot();
}

/** A slot of the variant with the greatest share. */
export function mainSlot({ slots }: Routing): number {
  const counts = new Map<string, number>();
  for (const { key } of slots) counts.set(key, (counts.get(key) ?? 0) + 1);
  const [main] = [...counts].sort(([, one], [, other]) => other - one);
  return slots.findIndex(({ key }) => key === main?.[0]);
}
