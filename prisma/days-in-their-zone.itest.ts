import { join } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { instantIn } from "@/lib/schedules";
import { migrate, readMigrations } from "./migrate";
import { withScratchDatabase } from "./scratch-database";

const NAME = "20261128150500_days_in_their_zone";
const DAYS: readonly (readonly [zone: string | null, start: string | null, end: string | null])[] = [
  ["Asia/Seoul", "2026-11-20", "2026-11-22"],
  ["america/new_york", "2026-11-20", null],
  ["America/Sao_Paulo", "2018-11-04", "2018-11-05"],
  ["UTC", "2026-11-20", "2026-11-22"],
  ["Asia/Seoul", "2026-11-20T00:00:00Z", "2026-11-22"],
  ["Asia/Seoul", null, null],
  ["Mars/Olympus", "2026-11-20", "2026-11-22"],
  [null, "2026-11-20", null],
];
const utc = (text: string | null) => (text === null ? null : new Date(text));

test("what was saved as days of UTC becomes the days of the schedule's zone, and only what moves is scheduled anew", async () => {
  const rows = await withScratchDatabase(inject("stores").DATABASE_URL, async (url) => {
    const all = readMigrations(join(process.cwd(), "prisma", "migrations"));
    const at = all.findIndex(({ name }) => name === NAME);
    await migrate(url, all.slice(0, at));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const [n, [zone, start, end]] of DAYS.entries()) {
      const next = new Date("2026-11-21T00:00:00Z");
      await client.query(
        `INSERT INTO dag (dag_id, origin, schedule_time_zone, schedule_start, schedule_end, next_run_at, updated_at)
         VALUES ($1, 'api', $2, $3, $4, $5, now())`,
        [`d${n}`, zone, utc(start), utc(end), next],
      );
      await client.query(
        `INSERT INTO dag_version (id, dag_id, number, spec, spec_sha256, layout, origin) VALUES ($1, $2, 1, $3, '', '{}', 'api')`,
        [`v${n}`, `d${n}`, { start_date: start, end_date: end }],
      );
      await client.query("UPDATE dag SET head_version_id = $1 WHERE dag_id = $2", [`v${n}`, `d${n}`]);
    }
    await migrate(url, all.slice(0, at + 1));
    const { rows: after } = await client.query(
      "SELECT schedule_start, schedule_end, next_run_at IS NULL AS anew FROM dag ORDER BY dag_id",
    );
    await client.end();
    return after;
  });
  const known = (zone: string | null) => (zone === null || zone.startsWith("Mars") ? "UTC" : zone);
  const inZone = (zone: string | null, text: string | null) =>
    text === null ? null : instantIn(known(zone), text);
  expect(rows).toEqual(
    DAYS.map(([zone, start, end], n) => ({
      schedule_start: inZone(zone, start),
      schedule_end: inZone(zone, end),
      anew: [0, 1, 2, 4].includes(n),
    })),
  );
});
