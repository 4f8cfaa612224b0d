import * as z from "zod";
import { meaningOf } from "../query/meaning";
import { unreadableRegex } from "../query/problem";
import { regexProblemIn } from "../query/regex-problem";
import { type Answer, type StoreClient, TooSlow } from "../remote/client";
import { goBack } from "../remote/go-back";
import { numbered } from "../remote/ids";
import { instantOf, secondOf, usOf, usRange } from "../remote/instants";
import { sampleOf } from "../remote/sample";
import { type Arrivals, remoteTail } from "../remote/tail";
import type { Bar, FoundRecord, Place, Range } from "../repository/search";
import type { LogStore } from "../store";
import { filterOf } from "./conditions";
import { lineOf, recordOfLine } from "./document";
import { quoted } from "./quote";

const ASK_MS = 10_000;
const WRITE_MS = 30_000;
const FOLLOWING_MS = 5_000;
const LOOK_MS = 2_000;
/** A tail looks at no older records: without a range of times all days would be read. */
const TAIL_US = 2 * 86_400_000_000;
/** A list shows so much of a message. */
const LISTED_CHARACTERS = 8_192;
const SORTED = "sort by (_time desc, id desc)";
const Row = z.record(z.string(), z.string());
type Row = z.infer<typeof Row>;

/** VictoriaLogs: lines of JSON in, LogsQL out. How long it keeps them is its own setting. */
export function victoriaLogsStore(client: StoreClient, nowUs: () => number): LogStore {
  const ask = async (query: string, timeoutMs: number): Promise<Row[]> => {
    const answer = await client.ask({
      method: "POST",
      path: "/select/logsql/query",
      body: {
        type: "application/x-www-form-urlencoded",
        text: new URLSearchParams({ query, timeout: `${timeoutMs}ms` }).toString(),
      },
      timeoutMs,
    });
    if (answer.status !== 200) throw refusalOf(client, answer);
    return answer.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => Row.parse(JSON.parse(line)));
  };
  const arrivalsOf = (meaning: string): Arrivals => {
    const since = (us: number) => `_time:>=${quoted(instantOf(us - TAIL_US))} arrived:>=${us}`;
    const count = async (filter: string) => {
      const [row] = await ask(`${filter} | stats count() count`, LOOK_MS);
      return Number(row?.count ?? 0);
    };
    return {
      nowUs,
      async find(us, limit) {
        const filter = `${since(us)} ${meaning}`;
        const rows = await ask(
          `${filter} | sort by (arrived desc, _time desc, id desc) limit ${limit}`,
          LOOK_MS,
        );
        const total = rows.length < limit ? rows.length : await count(filter);
        return { found: rows.map(recordOfLine), total };
      },
      countAll: (us) => count(since(us)),
    };
  };
  return {
    async write(_sql, batches) {
      const arrivedUs = nowUs();
      const lines = batches.flatMap(numbered).map((record) => lineOf(record, arrivedUs));
      const answer = await client.ask({
        method: "POST",
        path: "/insert/jsonline",
        query: { _stream_fields: "service,host", _time_field: "_time", _msg_field: "_msg" },
        body: { type: "application/stream+json", text: lines.join("") },
        timeoutMs: WRITE_MS,
      });
      if (answer.status >= 300) throw client.unexpected(answer);
    },
    async search({ range, query, before, limit, patienceMs }) {
      const filter = filterOf(meaningOf(query));
      const records: FoundRecord[] = [];
      const back = await goBack(
        range,
        async (slice, ms) => {
          const sorted = `${SORTED} limit ${limit - records.length}`;
          const rows = await ask(`${within(slice)} ${behind(before)} ${filter} | ${sorted}`, ms).catch(
            orTooSlow,
          );
          if (rows === "too slow") return rows;
          records.push(...rows.map((row) => listed(recordOfLine(row))));
          return records.length >= limit ? "enough" : "go on";
        },
        patienceMs,
      );
      return { records, ...back };
    },
    async following({ range, query, after, limit }) {
      const filter = filterOf(meaningOf(query));
      const sorted = `sort by (_time, id) limit ${limit}`;
      const rows = await ask(`${within(range)} ${ahead(after)} ${filter} | ${sorted}`, FOLLOWING_MS).catch(
        orTooSlow,
      );
      if (rows === "too slow") return { records: [], complete: false };
      return { records: rows.map((row) => listed(recordOfLine(row))), complete: true };
    },
    async find({ time, id }) {
      const [row] = await ask(`_time:=${quoted(instantOf(usOf(time)))} id:=${quoted(id)} | limit 1`, ASK_MS);
      return row ? whole(recordOfLine(row)) : null;
    },
    async histogram({ range, query, stepSeconds, patienceMs }) {
      const filter = filterOf(meaningOf(query));
      const bars: Bar[] = [];
      const counted = `stats by (_time:${stepSeconds}s, severity) count() count`;
      const back = await goBack(
        range,
        async (slice, ms) => {
          const rows = await ask(`${within(slice)} ${filter} | ${counted}`, ms).catch(orTooSlow);
          if (rows === "too slow") return rows;
          for (const row of rows)
            bars.push({
              start: secondOf(usOf(row._time ?? "")),
              level: Number(row.severity),
              count: Number(row.count),
            });
          return "go on";
        },
        patienceMs,
      );
      return { bars, ...back };
    },
    async countServices(range) {
      const counted = "stats by (service, severity) count() count, max(_time) last";
      const [rows, ends] = await Promise.all([
        ask(`${within(range)} | ${counted}`, ASK_MS),
        ask("* | stats min(_time) first, max(_time) last", ASK_MS),
      ]);
      const counts = rows.map((row) => ({
        service: row.service ?? "",
        level: Number(row.severity),
        count: Number(row.count),
        lastMinute: new Date(row.last ?? 0),
      }));
      const [end] = ends;
      const extent = end?.first && end.last ? { first: new Date(end.first), last: new Date(end.last) } : null;
      return { counts, extent };
    },
    async topValues({ range, query, field, limit }) {
      const filter = filterOf(meaningOf(query));
      const rows = await ask(`${within(range)} ${filter} | ${SORTED} limit ${limit}`, ASK_MS);
      return sampleOf(
        rows.map((row) => whole(recordOfLine(row))),
        field,
      );
    },
    async size() {
      const [days, metrics] = await Promise.all([
        ask("* | stats by (_time:1d) count() count", ASK_MS),
        client.ask({ method: "GET", path: "/metrics", timeoutMs: ASK_MS }),
      ]);
      const records = days.reduce((sum, { count }) => sum + Number(count), 0);
      return { records, bytes: bytesIn(metrics), days: days.length };
    },
    // Its own -retentionPeriod decides.
    expire: async () => [],
    tail: ({ query, position }) => remoteTail(arrivalsOf(filterOf(meaningOf(query))), position),
  };
}

function within(range: Range): string {
  const { from, to } = usRange(range);
  return `_time:>=${quoted(instantOf(from))} _time:<${quoted(instantOf(to))}`;
}

/** Ids of records have one length, but for the 0 of a search that ran out of time. */
function behind(before: Place | null): string {
  if (!before) return "";
  const time = quoted(instantOf(usOf(before.time)));
  return `(_time:<${time} or (_time:=${time} id:string_range("", ${quoted(before.id)})))`;
}

function ahead(place: Place): string {
  const time = quoted(instantOf(usOf(place.time)));
  const id = quoted(place.id);
  return `(_time:>${time} or (_time:=${time} id:string_range(${id}, "a") !id:=${id}))`;
}

function whole({ arrivedUs: _, ...record }: ReturnType<typeof recordOfLine>): FoundRecord {
  return record;
}

function listed(record: ReturnType<typeof recordOfLine>): FoundRecord {
  return { ...whole(record), message: record.message.slice(0, LISTED_CHARACTERS) };
}

function orTooSlow(error: unknown): "too slow" {
  if (error instanceof TooSlow) return "too slow";
  throw error;
}

/** The only part of a query that can be wrong is a regular expression, and Go's words about it are readable. */
function refusalOf(client: StoreClient, answer: Answer): Error {
  const [, said] = /error parsing regexp: ([^;]*)/.exec(answer.text) ?? [];
  if (answer.status === 400 && said !== undefined)
    return unreadableRegex(
      // Behind the colon is the expression.
      regexProblemIn(said.split(":", 1)[0] ?? ""),
      `in a regular expression for VictoriaLogs: ${said.trim().slice(0, 200)}`,
    );
  return client.unexpected(answer);
}

/** Null where its metrics are closed. */
function bytesIn({ status, text }: Answer): number | null {
  const sizes = [...text.matchAll(/^vl_data_size_bytes\{[^}]*\} (\S+)$/gm)].map(([, size]) => Number(size));
  return status === 200 && sizes.length > 0 ? sizes.reduce((sum, size) => sum + size, 0) : null;
}
