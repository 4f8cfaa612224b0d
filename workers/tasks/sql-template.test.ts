import { expect, test } from "vitest";
import { bindStatements } from "./sql-template";
import { TemplateError } from "./template";

const values = {
  run_id: "run_1",
  data_interval_start: "2026-01-05T00:00:00.000Z",
  data_interval_end: null,
  params: { evil: "'; DROP TABLE t; --", n: 3, yes: true, none: null, list: [1] },
};
const one = (sql: string) => bindStatements(sql, values);

test.each<[string, unknown]>([
  ["select 1", [{ text: "select 1", values: [] }]],
  [
    "select * from t where a = {{ params.evil }}",
    [{ text: "select * from t where a = $1", values: [values.params.evil] }],
  ],
  [`select {{ "{{x}}" }}, {{ '{{ ds }}' }}`, [{ text: "select $1, $2", values: ["{{x}}", "{{ ds }}"] }]],
  ["select '{{ params.evil }}'", [{ text: "select $1", values: [values.params.evil] }]],
  [
    "select {{params.n}}, {{ params.yes }}, {{ params.none }}",
    [{ text: "select $1, $2, $3", values: [3, true, null] }],
  ],
  ["select {{ params.list }}::json", [{ text: "select $1::json", values: ["[1]"] }]],
  ["select date '{{ ds }}'", [{ text: "select CAST($1 AS date)", values: ["2026-01-05"] }]],
  [
    "select ';' ; select \";\";",
    [
      { text: "select ';'", values: [] },
      { text: 'select ";"', values: [] },
    ],
  ],
  [
    "a {{ ds }}; b {{ run_id }}",
    [
      { text: "a $1", values: ["2026-01-05"] },
      { text: "b $1", values: ["run_1"] },
    ],
  ],
  ["select 1 -- {{ whatever }}; here", [{ text: "select 1 -- {{ whatever }}; here", values: [] }]],
  ["/* ; {{ x }} */ select 1; -- the end", [{ text: "/* ; {{ x }} */ select 1", values: [] }]],
  ["select $$a;b$$, $t$'$t$", [{ text: "select $$a;b$$, $t$'$t$", values: [] }]],
  [
    "select 'it''s'; select e'\\';'",
    [
      { text: "select 'it''s'", values: [] },
      { text: "select e'\\';'", values: [] },
    ],
  ],
  [" ;; ", []],
])("%s", (sql, statements) => expect(one(sql)).toEqual(statements));

test.each([
  "select 'day {{ ds }}'",
  'select "{{ params.evil }}"',
  "select $$ {{ params.evil }} $$",
  "select '''{{ params.evil }}'",
  "select e'{{ ds }}'",
  "select {{ params.absent }}",
  "select {{ data_interval_end }}",
])("%s is refused", (sql) => expect(() => one(sql)).toThrow(TemplateError));

test("no value ever stands in the text of a statement", () => {
  const sql =
    "select {{ params.evil }}, '{{ params.evil }}' -- {{ params.evil }}\n, date '{{ params.evil }}'";
  expect(
    one(sql)
      .map(({ text }) => text)
      .join(),
  ).not.toContain("DROP");
});

test.each(["{{ ", "$a$ $b$ ", "/* ", "' \" ", "$$ "])("200,000 characters of %j are read at once", (part) => {
  const sql = part.repeat(200_000 / part.length);
  // A quadratic search would run into the time limit.
  expect(bindStatements(sql, values).length).toBeLessThan(2);
});
