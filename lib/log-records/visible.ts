import type { Actor } from "@/lib/platform/context";
import type { Query } from "./query/tree";
import type { LogStore } from "./store";
import { AUDIT_SERVICE } from "./values";

const NO_AUDIT: Query = {
  kind: "not",
  part: {
    kind: "term",
    field: "service",
    match: { kind: "text", pieces: [AUDIT_SERVICE], quoted: true },
  },
};

/** The store as this actor may see it: who may not read the audit log finds none of its records, by no way. */
export function visibleTo({ permissions }: Actor, store: LogStore): LogStore {
  if (permissions.has("audit:read")) return store;
  const visible = <W extends { query: Query | null }>(wanted: W): W => ({
    ...wanted,
    query: wanted.query ? { kind: "and", parts: [wanted.query, NO_AUDIT] } : NO_AUDIT,
  });
  return {
    write: (sql, batches) => store.write(sql, batches),
    search: (wanted) => store.search(visible(wanted)),
    following: (wanted) => store.following(visible(wanted)),
    tail: (wanted) => store.tail(visible(wanted)),
    async find(place) {
      const record = await store.find(place);
      return record?.service === AUDIT_SERVICE ? null : record;
    },
    histogram: (wanted) => store.histogram(visible(wanted)),
    async countServices(range) {
      const { counts, extent } = await store.countServices(range);
      return { counts: counts.filter(({ service }) => service !== AUDIT_SERVICE), extent };
    },
    topValues: (wanted) => store.topValues(visible(wanted)),
    size: () => store.size(),
    expire: (before) => store.expire(before),
  };
}
