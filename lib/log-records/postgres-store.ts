import { type Db, poolSql } from "@/lib/platform/db";
import { lookBack } from "./look-back";
import { postgresFollowing } from "./postgres-following";
import { postgresTail } from "./postgres-tail";
import { dayOf, ensureDays, findDaySizes } from "./repository/partitions";
import { type Sample, sampleNames, sampleValues } from "./repository/sample";
import {
  type Bar,
  countBars,
  countMinuteBars,
  type FoundRecord,
  findRecord,
  findRecords,
  type Place,
  type Range,
} from "./repository/search";
import { countAll, countServiceLevels, findExtent } from "./repository/services";
import { insertRecords } from "./repository/write";
import type { LogStore } from "./store";

/** The embedded store: a table partitioned by day. */
export function postgresStore({ pool }: Db): LogStore {
  return {
    tail: (wanted) => postgresTail({ pool }, wanted),
    async write(sql, batches) {
      const records = batches.flatMap((batch) => batch.records);
      await ensureDays(sql, [...new Set(records.map(({ us }) => dayOf(us)))]);
      await insertRecords(sql, records);
    },
    async search({ range, query, before, limit, patienceMs }) {
      const records: FoundRecord[] = [];
      const rest = before ? untilPlace(range, before) : range;
      const back = await lookBack(pool, rest, {
        wants: "some",
        patienceMs,
        read: (sql, slice) =>
          findRecords(sql, { range: slice, query, before, limit: limit - records.length }),
        take(found) {
          records.push(...found);
          return records.length >= limit ? "enough" : "go on";
        },
      });
      return { records, ...back };
    },
    following: (wanted) => postgresFollowing({ pool }, wanted),
    find: (place) => findRecord(poolSql(pool), place),
    async histogram({ range, query, stepSeconds, patienceMs }) {
      // A search of services and levels alone is answered from the counts of minutes, which are exact.
      const minutes = { range: wholeMinutes(range), query, stepSeconds };
      const fromMinutes = stepSeconds >= 60 ? await countMinuteBars(poolSql(pool), minutes) : null;
      if (fromMinutes) return { bars: fromMinutes, searched_to: range.from, complete: true };
      const bars: Bar[] = [];
      const back = await lookBack(pool, range, {
        wants: "all",
        patienceMs,
        read: (sql, slice) => countBars(sql, { range: slice, query, stepSeconds }),
        take(found) {
          bars.push(...found);
          return "go on";
        },
      });
      return { bars, ...back };
    },
    async countServices(range) {
      const sql = poolSql(pool);
      const [counts, extent] = await Promise.all([
        countServiceLevels(sql, wholeMinutes(range)),
        findExtent(sql),
      ]);
      return { counts, extent };
    },
    async topValues({ range, query, field, limit }) {
      const samples: Sample[] = [];
      let sampled = 0;
      await lookBack(pool, range, {
        wants: "some",
        read(sql, slice) {
          const wanted = { range: slice, query, limit: limit - sampled };
          return field === undefined ? sampleNames(sql, wanted) : sampleValues(sql, { ...wanted, field });
        },
        take(sample) {
          samples.push(sample);
          sampled += sample.sampled;
          return sampled >= limit ? "enough" : "go on";
        },
      });
      return { sampled, counts: samples.flatMap(({ counts }) => counts) };
    },
    async size() {
      const sql = poolSql(pool);
      const [records, days] = await Promise.all([countAll(sql), findDaySizes(sql)]);
      return { records, bytes: days.reduce((sum, { bytes }) => sum + bytes, 0), days: days.length };
    },
    // The job of days does it, by age and by size.
    expire: async () => [],
  };
}

/** What is left of a range behind a place. It includes the place's own microsecond. */
function untilPlace({ from, to }: Range, { time }: Place): Range {
  const end = new Date(Date.parse(time) + 1).toISOString();
  return { from, to: Date.parse(to) <= Date.parse(end) ? to : end };
}

/** The counts know whole minutes: a range begins with that in which it begins. */
function wholeMinutes({ from, to }: Range): Range {
  const start = Date.parse(from);
  return { from: new Date(start - (start % 60_000)).toISOString(), to };
}
