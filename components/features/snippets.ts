import { curlOf } from "@/lib/client/curl";
import type { FeatureEntityView, FeatureViewView } from "@/lib/features/schema";
import type { FeatureType } from "@/lib/features/values";

/** An entity, a view of it and a first value, by curl with a token. */
export function firstViewSnippet(origin: string): string {
  return `export GWANJE_TOKEN=gwj_pat_...
api() { curl -sS -X POST "${origin}$1" -H "Authorization: Bearer $GWANJE_TOKEN" \\
  -H 'Content-Type: application/json' -d "$2"; }

api /api/v1/features/entities '{"name": "driver", "join_key": "driver_id", "value_type": "INT64"}'
api /api/v1/features/views '{"name": "driver_stats", "entities": ["driver"], "ttl_seconds": 86400,
  "fields": [{"name": "conv_rate", "type": "DOUBLE"}, {"name": "trips", "type": "INT64"}]}'
api /feature/write-to-online-store '{"feature_view_name": "driver_stats", "df": {"driver_id": [1001],
  "event_timestamp": ["'$(date -u +%FT%TZ)'"], "conv_rate": [0.85], "trips": [12]}}'`;
}

const EXAMPLES: Record<string, unknown> = {
  STRING: "text",
  INT32: 1,
  INT64: 1,
  FLOAT: 0.5,
  DOUBLE: 0.5,
  BOOL: true,
  BYTES: "AAE=",
  UNIX_TIMESTAMP: 1_767_225_600,
};

/** One row of this view by curl; values are examples. */
export function writeSnippet(
  origin: string,
  view: FeatureViewView,
  keys: readonly Pick<FeatureEntityView, "join_key" | "value_type">[],
  now: Date,
): string {
  const df = {
    ...Object.fromEntries(keys.map(({ join_key, value_type }) => [join_key, [EXAMPLES[value_type]]])),
    event_timestamp: [`${now.toISOString().slice(0, 19)}Z`],
    ...Object.fromEntries(view.fields.map(({ name, type }) => [name, [exampleOf(type)]])),
  };
  return curlOf({
    method: "POST",
    url: `${origin}/feature/write-to-online-store`,
    body: { feature_view_name: view.name, df },
  });
}

function exampleOf(type: FeatureType): unknown {
  return type.endsWith("_LIST") ? [EXAMPLES[type.slice(0, -5)]] : EXAMPLES[type];
}
