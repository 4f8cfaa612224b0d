import type * as z from "zod";
import { BusyError } from "@/lib/platform/errors";
import { meaningOf } from "../query/meaning";
import { unreadableRegex } from "../query/problem";
import { type Answer, type StoreClient, TooSlow } from "../remote/client";
import { goBack } from "../remote/go-back";
import { numbered } from "../remote/ids";
import { secondOf, usOf, usRange } from "../remote/instants";
import { sampleOf } from "../remote/sample";
import { type Arrivals, remoteTail } from "../remote/tail";
import type { Bar, FoundRecord, Place, Range } from "../repository/search";
import type { LogStore } from "../store";
import { About, Bars, Bulk, Extent, Found, IndexNames, Refusal, Services, Stats } from "./answers";
import { EVERYTHING, type Filter, filterOf } from "./conditions";
import { bulkLines, documentId, NOT_LISTED, recordOfSource } from "./document";
import { ALL_DAYS, endOfIndex, indexOf, indexTemplate, TEMPLATE } from "./template";

const JSON_TYPE = "application/json";
const ASK_MS = 10_000;
const WRITE_MS = 30_000;
const FOLLOWING_MS = 5_000;
/** A request of a bulk has so many characters at most, if not one record alone has more. */
const BULK_CHARACTERS = 8_000_000;
const RETRY_AFTER_SECONDS = 5;
const LOOK_MS = 2_000;
const ORDER_OF_NUMBERS = { order: "desc", unmapped_type: "long" };
const ORDER = [{ us: ORDER_OF_NUMBERS }, { id: ORDER_OF_NUMBERS }];
const ORDER_OF_TIME = [
  { us: { ...ORDER_OF_NUMBERS, order: "asc" } },
  { id: { ...ORDER_OF_NUMBERS, order: "asc" } },
];
const LEVELS = { terms: { field: "level", size: 10 } };

/** OpenSearch and Elasticsearch: an index a day, every record under an id of its own request. */
export function openSearchStore(client: StoreClient, nowUs: () => number): LogStore {
  const search = async <S extends z.ZodType>(
    schema: S,
    body: object,
    timeoutMs: number,
  ): Promise<z.output<S>> => {
    const answer = await client.ask({
      method: "POST",
      path: `/${ALL_DAYS}/_search`,
      query: { ignore_unavailable: "true", allow_no_indices: "true" },
      body: {
        type: JSON_TYPE,
        text: JSON.stringify({ track_total_hits: false, timeout: `${timeoutMs}ms`, ...body }),
      },
      // It ends a search itself; this is for when it does not.
      timeoutMs: timeoutMs + 1_000,
    });
    if (answer.status !== 200) throw refusalOf(client, answer);
    return schema.parse(JSON.parse(answer.text));
  };
  const newest = async (filter: Filter, limit: number, timeoutMs: number, more: object = {}) => {
    const { hits, timed_out } = await search(Found, { ...listOf(filter, limit), ...more }, timeoutMs);
    return { records: hits.hits.map(({ _source }) => plain(recordOfSource(_source))), timed_out };
  };
  const arrivalsOf = (meaning: Filter): Arrivals => {
    const since = (us: number, filter: Filter) => ({
      bool: { filter: [{ range: { arrived: { gte: us } } }, filter] },
    });
    const order = { sort: [{ arrived: ORDER_OF_NUMBERS }, ...ORDER], track_total_hits: true };
    return {
      nowUs,
      async find(us, limit) {
        const { hits } = await search(Found, { ...listOf(since(us, meaning), limit), ...order }, LOOK_MS);
        return {
          found: hits.hits.map(({ _source }) => recordOfSource(_source)),
          total: hits.total?.value ?? 0,
        };
      },
      async countAll(us) {
        const body = { size: 0, query: since(us, EVERYTHING), track_total_hits: true };
        return (await search(Found, body, LOOK_MS)).hits.total?.value ?? 0;
      },
    };
  };
  return {
    async write(_sql, batches) {
      await ensureTemplate(client);
      const arrivedUs = nowUs();
      const lines = batches.flatMap(numbered).map((record) => bulkLines(record, arrivedUs));
      for (const text of together(lines)) await writeBulk(client, text);
    },
    async search({ range, query, before, limit, patienceMs }) {
      const meaning = filterOf(meaningOf(query));
      const records: FoundRecord[] = [];
      const back = await goBack(
        range,
        async (slice, ms) => {
          const page = await newest(within(slice, meaning), limit - records.length, ms, after(before)).catch(
            orTooSlow,
          );
          if (page === "too slow" || page.timed_out) return "too slow";
          records.push(...page.records);
          return records.length >= limit ? "enough" : "go on";
        },
        patienceMs,
      );
      return { records, ...back };
    },
    async following({ range, query, after: place, limit }) {
      const filter = within(range, filterOf(meaningOf(query)));
      const found = await newest(filter, limit, FOLLOWING_MS, { sort: ORDER_OF_TIME, ...after(place) }).catch(
        orTooSlow,
      );
      if (found === "too slow") return { records: [], complete: false };
      return { records: found.records, complete: !found.timed_out };
    },
    async find({ time, id }) {
      const us = usOf(time);
      const path = `/${indexOf(us)}/_doc/${documentId(us, id)}`;
      const answer = await client.ask({ method: "GET", path, timeoutMs: ASK_MS });
      if (answer.status === 404) return null;
      if (answer.status !== 200) throw client.unexpected(answer);
      return plain(recordOfSource(JSON.parse(answer.text)._source));
    },
    async histogram({ range, query, stepSeconds, patienceMs }) {
      const meaning = filterOf(meaningOf(query));
      const bars: Bar[] = [];
      const histogram = { field: "us", interval: stepSeconds * 1e6, min_doc_count: 1 };
      const aggs = { bars: { histogram, aggs: { levels: LEVELS } } };
      const back = await goBack(
        range,
        async (slice, ms) => {
          const body = { size: 0, query: within(slice, meaning), aggs };
          const found = await search(Bars, body, ms).catch(orTooSlow);
          if (found === "too slow" || found.timed_out) return "too slow";
          for (const { key, levels } of found.aggregations?.bars.buckets ?? [])
            for (const level of levels.buckets)
              bars.push({ start: secondOf(key), level: level.key, count: level.doc_count });
          return "go on";
        },
        patienceMs,
      );
      return { bars, ...back };
    },
    async countServices(range) {
      const last = { max: { field: "us" } };
      const levels = { ...LEVELS, aggs: { last } };
      const services = { terms: { field: "service", size: 1_000, missing: "" }, aggs: { levels } };
      const counted = await search(
        Services,
        { size: 0, query: within(range, EVERYTHING), aggs: { services } },
        ASK_MS,
      );
      const counts = (counted.aggregations?.services.buckets ?? []).flatMap(({ key, levels: { buckets } }) =>
        buckets.map((level) => ({
          service: key,
          level: level.key,
          count: level.doc_count,
          lastMinute: momentOf(level.last.value ?? 0),
        })),
      );
      const ends = await search(Extent, { size: 0, aggs: { first: { min: { field: "us" } }, last } }, ASK_MS);
      const { first, last: newestUs } = ends.aggregations ?? {};
      const extent =
        first?.value && newestUs?.value
          ? { first: momentOf(first.value), last: momentOf(newestUs.value) }
          : null;
      return { counts, extent };
    },
    async topValues({ range, query, field, limit }) {
      const filter = within(range, filterOf(meaningOf(query)));
      const { records } = await newest(filter, limit, ASK_MS);
      return sampleOf(records, field);
    },
    async size() {
      const path = `/${ALL_DAYS}/_stats/docs,store`;
      const query = { filter_path: "_all.primaries,_all.total,indices.*.uuid" };
      const answer = await client.ask({ method: "GET", path, query, timeoutMs: ASK_MS });
      if (answer.status !== 200) throw client.unexpected(answer);
      const { _all, indices } = Stats.parse(JSON.parse(answer.text));
      return {
        records: _all?.primaries.docs?.count ?? 0,
        bytes: _all?.total.store?.size_in_bytes ?? 0,
        days: Object.keys(indices).length,
      };
    },
    async expire(end) {
      const path = `/_cat/indices/${ALL_DAYS}`;
      const query = { format: "json", h: "index" };
      const answer = await client.ask({ method: "GET", path, query, timeoutMs: ASK_MS });
      if (answer.status !== 200) throw client.unexpected(answer);
      const names = IndexNames.parse(JSON.parse(answer.text)).map(({ index }) => index);
      const gone = names.filter((name) => {
        const over = endOfIndex(name);
        return over !== null && over <= end;
      });
      for (const name of gone) {
        const removed = await client.ask({ method: "DELETE", path: `/${name}`, timeoutMs: WRITE_MS });
        if (removed.status !== 200 && removed.status !== 404) throw client.unexpected(removed);
      }
      return gone;
    },
    tail: ({ query, position }) => remoteTail(arrivalsOf(filterOf(meaningOf(query))), position),
  };
}

function listOf(filter: Filter, size: number) {
  return { size, query: filter, sort: ORDER, _source: { excludes: NOT_LISTED } };
}

function within(range: Range, filter: Filter): Filter {
  const { from, to } = usRange(range);
  return { bool: { filter: [{ range: { us: { gte: from, lt: to } } }, filter] } };
}

/** Records never change and their order is one of its own, so a place is enough to go on from. */
function after(before: Place | null): object {
  return before ? { search_after: [usOf(before.time), before.id] } : {};
}

function plain({ arrivedUs: _, ...record }: ReturnType<typeof recordOfSource>): FoundRecord {
  return record;
}

function momentOf(us: number): Date {
  return new Date(us / 1_000);
}

function orTooSlow(error: unknown): "too slow" {
  if (error instanceof TooSlow) return "too slow";
  throw error;
}

/** What it says of a regular expression is the user's to read. */
function refusalOf(client: StoreClient, answer: Answer): Error {
  const refusal = Refusal.safeParse(answer.status === 400 ? jsonOf(answer.text) : null);
  const { root_cause = [], caused_by } = refusal.data?.error ?? {};
  const said = [...root_cause, ...(caused_by ? [caused_by] : [])].map(({ reason }) => reason ?? "").join(" ");
  if (/regex|regular|determini[zs]|automat|too complex/i.test(said))
    return unreadableRegex("large", "a regular expression is too much for OpenSearch; make it shorter");
  return client.unexpected(answer);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Clients that have made their template; made again by each process, so that it is the one of this version. */
const prepared = new WeakMap<StoreClient, Promise<void>>();

function ensureTemplate(client: StoreClient): Promise<void> {
  const known = prepared.get(client);
  if (known) return known;
  const made = putTemplate(client).catch((error: unknown) => {
    prepared.delete(client);
    throw error;
  });
  prepared.set(client, made);
  return made;
}

async function putTemplate(client: StoreClient): Promise<void> {
  const about = await client.ask({ method: "GET", path: "/", timeoutMs: ASK_MS });
  if (about.status !== 200) throw client.unexpected(about);
  const { version } = About.parse(JSON.parse(about.text));
  const template = indexTemplate({ isOpenSearch: version.distribution === "opensearch" });
  const body = { type: JSON_TYPE, text: JSON.stringify(template) };
  const answer = await client.ask({
    method: "PUT",
    path: `/_index_template/${TEMPLATE}`,
    body,
    timeoutMs: WRITE_MS,
  });
  if (answer.status !== 200) throw client.unexpected(answer);
}

async function writeBulk(client: StoreClient, text: string): Promise<void> {
  const answer = await client.ask({
    method: "POST",
    path: "/_bulk",
    query: { filter_path: "errors,items.*.status,items.*.error.type,items.*.error.reason" },
    body: { type: "application/x-ndjson", text },
    timeoutMs: WRITE_MS,
  });
  if (answer.status !== 200) throw client.unexpected(answer);
  const { errors, items } = Bulk.parse(JSON.parse(answer.text));
  if (!errors) return;
  const refused = items.map(({ index }) => index).filter(({ status }) => status >= 300);
  if (refused.some(({ status }) => status === 429 || status >= 500)) throw new BusyError(RETRY_AFTER_SECONDS);
  const [first] = refused;
  throw new Error(
    `${client.name} refuses ${refused.length} records: ${first?.error?.type} ${first?.error?.reason}`,
  );
}

function together(lines: readonly string[]): string[] {
  const texts: string[] = [];
  let text = "";
  for (const line of lines) {
    if (text !== "" && text.length + line.length > BULK_CHARACTERS) {
      texts.push(text);
      text = "";
    }
    text += line;
  }
  return text === "" ? texts : [...texts, text];
}
