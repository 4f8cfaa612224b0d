import { read } from "@/lib/verbs";
import type { ServiceLevel } from "./repository/services";
import { LogServiceQuery, type LogServiceView } from "./schema";
import { searchedRange } from "./search";
import { logStoreOf } from "./stores";
import { levelName } from "./values";

/** More services than this are told by their number. */
const MOST = 200;

/** What there is in a range, by service and level, and since when there is anything. */
export const countLogServices = read("logs:read", LogServiceQuery, async (ctx, input) => {
  const range = searchedRange(ctx, input);
  const { counts, extent } = await logStoreOf(ctx).countServices(range);
  const services = servicesOf(counts);
  return {
    ...range,
    total: services.reduce((sum, { total }) => sum + total, 0),
    services: services.length,
    data: services.slice(0, MOST),
    first_at: extent?.first.toISOString() ?? null,
    last_at: extent?.last.toISOString() ?? null,
  };
});

/** The service with the most records first. */
function servicesOf(counted: readonly ServiceLevel[]): LogServiceView[] {
  const services = new Map<string, LogServiceView>();
  for (const { service, level, count, lastMinute } of counted) {
    const last_at = lastMinute.toISOString();
    const known = services.get(service) ?? { service, total: 0, levels: {}, last_at };
    known.total += count;
    known.levels[levelName(level)] = count;
    if (last_at > known.last_at) known.last_at = last_at;
    services.set(service, known);
  }
  return [...services.values()].sort(
    (one, other) => other.total - one.total || (one.service < other.service ? -1 : 1),
  );
}
