import type { Query, Term } from "./query/tree";
import type { FoundRecord } from "./repository/search";
import type { LogSource } from "./schema";

/** What a record came out of: one try of a task, or a service on a host. */
export function sourceOf({ service, host, attributes }: FoundRecord): LogSource {
  const attempt = attributes.attempt_id;
  return { service, host, attempt_id: typeof attempt === "string" ? attempt : null };
}

/** A try says by itself what it belongs to; its service narrows the search to an index. */
export function sameSource({ service, host, attempt_id }: LogSource): Query {
  const parts = [is("service", service)];
  parts.push(attempt_id === null ? is("host", host) : is("attempt_id", attempt_id));
  return { kind: "and", parts };
}

function is(field: string, value: string): Query {
  const term = (match: Term["match"]): Term => ({ kind: "term", field, match });
  return value === ""
    ? { kind: "not", part: term({ kind: "exists" }) }
    : term({ kind: "text", pieces: [value], quoted: true });
}
