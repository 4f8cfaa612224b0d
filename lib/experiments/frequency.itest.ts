import { beforeAll, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import { parseFilter } from "./filter/parse";
import { RUN_FIELDS } from "./filter/vocabulary";
import { conditionsOf, formsOf } from "./repository/frequency";
import { listTrainingRuns } from "./run-list";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment } = experimenter(stores);
const RUNS = 2_100;
let experimentId: string;

/** Run i has the metric i, the tag common, every hundredth the tag rare, and all but the first the parameter half of its parity. */
beforeAll(async () => {
  experimentId = await experiment();
  const sql = poolSql(stores.db.pool);
  const from = `FROM generate_series(0, ${RUNS - 1}) i`;
  const id = "md5('frequency' || i)::uuid";
  await sql.rows(
    `INSERT INTO experiment_run (run_id, experiment_id, name, start_time) SELECT ${id}, $1::bigint, 'r' || i, i ${from}`,
    [experimentId],
  );
  await sql.rows(
    `INSERT INTO run_tag (run_id, key, value, experiment_id)
     SELECT ${id}, 'common', 'yes', $1::bigint ${from}
     UNION ALL SELECT ${id}, 'rare', 'yes', $1::bigint ${from} WHERE i % 100 = 0`,
    [experimentId],
  );
  await sql.rows(
    `INSERT INTO run_metric (run_id, experiment_id, key, value, step, timestamp)
     SELECT ${id}, $1::bigint, 'm', CASE WHEN i = 7 THEN 'NaN'::float8 ELSE i END, 0, 0 ${from} WHERE i <> 8`,
    [experimentId],
  );
});

const COMMON = "tags.common = 'yes'";
const RARE = "tags.rare = 'yes'";
const read = (filter: string) => {
  const tree = parseFilter(filter, RUN_FIELDS, "extended");
  if (!tree) throw new Error("It is empty");
  return tree;
};

test.each([
  [COMMON, ["walked"]],
  [RARE, ["few"]],
  [`${COMMON} AND ${RARE}`, [undefined, "few"]],
  ["metrics.m >= 0", ["walked"]],
  ["metrics.m > 2000", ["few"]],
  [`${COMMON} AND metrics.m >= 0`, ["walked", "walked"]],
  ["tags.common != 'no'", [undefined]],
  ["metrics.m != 3", [undefined]],
  [`${COMMON} OR ${RARE}`, [undefined]],
  [`NOT ${RARE}`, [undefined]],
  ["status = 'RUNNING'", [undefined]],
] as const)("%s: %j", async (filter, expected) => {
  const tree = read(filter);
  const forms = await formsOf(poolSql(stores.db.pool), tree, experimentId);
  expect(conditionsOf(tree).map((part) => forms.get(part))).toEqual(expected);
});

const found = async (filter: string, order_by = "") => {
  const names: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listTrainingRuns(ctx(), {
      experiment_id: experimentId,
      filter,
      limit: 200,
      ...(order_by === "" ? {} : { order_by }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    names.push(...page.data.map(({ name }) => name));
    if (page.next_cursor === null) return names;
    cursor = page.next_cursor;
  }
};
const all = Array.from({ length: RUNS }, (_, i) => i);
const names = (numbers: readonly number[]) => numbers.map((i) => `r${i}`);
const isNumber = (i: number) => i !== 7 && i !== 8;

test.each([
  [COMMON, "", names(all.toReversed())],
  [RARE, "", names(all.filter((i) => i % 100 === 0).toReversed())],
  [`${RARE} AND metrics.m > 1000`, "", names(all.filter((i) => i % 100 === 0 && i > 1_000).toReversed())],
  [`${COMMON} AND metrics.m >= 0`, "", names(all.filter(isNumber).toReversed())],
  [COMMON, "metrics.m", names([...all.filter(isNumber), 7, 8])],
  [COMMON, "metrics.m DESC", names([...all.filter(isNumber).toReversed(), 7, 8])],
  [RARE, "metrics.m DESC", names(all.filter((i) => i % 100 === 0).toReversed())],
])("%s by %j finds each run once, in order", async (filter, order, expected) => {
  expect(await found(filter, order)).toEqual(expected);
});
