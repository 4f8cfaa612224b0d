import type { KnownView } from "./definitions";
import type { Found } from "./status";
import { formatMicros, type Micros } from "./time";

/** What people are shown of an entity's row in a view beside its values; null where there is no row. */
export function aboutRow(view: KnownView, found: Found | null, nowUs: Micros) {
  return {
    view: view.name,
    schema_version: view.schemaVersion,
    ttl_seconds: view.ttlSeconds,
    event_timestamp: found && formatMicros(found.row.eventUs),
    age_seconds: found && Math.max(0, Math.floor((nowUs - found.row.eventUs) / 1_000_000)),
    written_under_schema: found?.row.schemaVersion ?? null,
  };
}
