/** Indices of days: gwanje-logs-2026.11.29. */
const PREFIX = "gwanje-logs-";
export const ALL_DAYS = `${PREFIX}*`;
export const TEMPLATE = "gwanje-logs";

export function indexOf(us: number): string {
  return `${PREFIX}${new Date(us / 1_000).toISOString().slice(0, 10).replaceAll("-", ".")}`;
}

/** The end of an index's day. Null for an index of another name. */
export function endOfIndex(name: string): Date | null {
  const [, year, month, day] = /^gwanje-logs-(\d{4})\.(\d{2})\.(\d{2})$/.exec(name) ?? [];
  return day === undefined ? null : new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + 1));
}

const keyword = { type: "keyword" };
const kept = { type: "keyword", index: false, doc_values: false };

/**
 * The fields are these, whatever attributes come: a record with a thousand new names, or with text where another has a number,
 * changes no mapping and is never refused. What attributes are searched by is in `keys`, `values` and `numbers`
 * (document.ts); `attrs` has them as they came.
 */
export const indexTemplate = ({ isOpenSearch }: { isOpenSearch: boolean }) => ({
  index_patterns: [ALL_DAYS],
  template: {
    settings: { number_of_shards: 1, auto_expand_replicas: "0-1", refresh_interval: "1s" },
    mappings: {
      dynamic: false,
      properties: {
        "@timestamp": { type: "date_nanos" },
        // Microseconds since 1970: the order of records, with all their digits.
        us: { type: "long" },
        id: { type: "long" },
        arrived: { type: "long" },
        level: { type: "byte" },
        service: keyword,
        host: keyword,
        trace_id: keyword,
        span_id: keyword,
        // Parts of words, Hangul and regular expressions are found by its three-character pieces.
        message: { type: "wildcard" },
        // OpenSearch would keep a copy by record too, of 32 KiB at most; Elasticsearch does not know the setting.
        long_message: { type: "wildcard", ...(isOpenSearch ? { doc_values: false } : {}) },
        head: kept,
        keys: keyword,
        values: keyword,
        numbers: keyword,
        attrs: { type: "object", enabled: false },
      },
    },
  },
});
