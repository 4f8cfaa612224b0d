import { describe, expect, test } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { parseOrder } from "./order";
import { type Dialect, type Filter, parseFilter } from "./parse";
import { EXPERIMENT_FIELDS, RUN_FIELDS } from "./vocabulary";

const parse = (text: string, dialect: Dialect = "mlflow", words = RUN_FIELDS) =>
  parseFilter(text, words, dialect);

/** A filter in one line: fields by kind and name, values as they were read. */
function shown(filter: Filter | null): string {
  if (filter === null) return "everything";
  if (filter.kind === "not") return `not(${shown(filter.part)})`;
  if (filter.kind !== "condition") return `${filter.kind}(${filter.parts.map(shown).join(", ")})`;
  const { field, operator, value } = filter;
  const said =
    value === null
      ? ""
      : value.kind === "list"
        ? ` [${value.texts.join("|")}]`
        : ` ${value.kind}:${value.text}`;
  return `${field.kind}.${field.name} ${operator}${said}`;
}

describe("what MLflow's clients say", () => {
  test.each([
    ["", "everything"],
    ["metrics.loss < 0.5", "metric.loss < number:0.5"],
    ["metric.loss >= -1.5e-3", "metric.loss >= number:-1.5e-3"],
    ["metrics.a.b/c > .3", null],
    ["metrics.`a.b/c d` > .3", "metric.a.b/c d > number:.3"],
    ['metrics."a-b" != 1e5', "metric.a-b != number:1e5"],
    ["metrics.val.loss = 3", "metric.val.loss = number:3"],
    ["metrics.1st = 3", "metric.1st = number:3"],
    ["params.lr = '0.1'", "param.lr = text:0.1"],
    ['parameter.lr = "0.1"', "param.lr = text:0.1"],
    ['param.q = "it\'s"', "param.q = text:it's"],
    ["param.q = 'say \"x\"'", 'param.q = text:say "x"'],
    ["params.한글 LIKE '%값%'", "param.한글 LIKE text:%값%"],
    ["tags.`mlflow.source.name` iLike '%.PY'", "tag.mlflow.source.name ILIKE text:%.PY"],
    ["tags.x IS NULL", "tag.x IS NULL"],
    ["params.x is not null", "param.x IS NOT NULL"],
    ["status = 'FINISHED'", "attribute.status = text:FINISHED"],
    ["attributes.run_id IN ('a', \"b\")", "attribute.run_id IN [a|b]"],
    ["run.run_id NOT IN ('a')", "attribute.run_id NOT IN [a]"],
    ["attr.created > 1.5", "attribute.start_time > number:1.5"],
    ["`run name` = 'x'", "attribute.run_name = text:x"],
    ["attributes.`run name` = 'x'", "attribute.run_name = text:x"],
    ["dataset.name IN ('a')", "dataset.name IN [a]"],
    ["datasets.context ILIKE 'tr%'", "dataset.context ILIKE text:tr%"],
    [
      "metrics.a > 1 and metrics.a < 2 AND params.b='c'",
      "and(metric.a > number:1, metric.a < number:2, param.b = text:c)",
    ],
    ["metrics.a > 1 AND", "metric.a > number:1"],
    ["metrics.a>1AND", null],
  ])("%j is %s", (text, expected) => {
    if (expected === null) expect(() => parse(text)).toThrow(InvalidError);
    else expect(shown(parse(text))).toBe(expected);
  });

  test.each([
    ["name = 'a' AND tags.b LIKE 'c'", "and(attribute.name = text:a, tag.b LIKE text:c)"],
    ["attribute.creation_time >= 5", "attribute.creation_time >= number:5"],
    ["experiment_id NOT IN ('1')", "attribute.experiment_id NOT IN [1]"],
    ["creation_time > 1.5", null],
    ["metrics.a > 1", null],
    ["tag.a IS NULL", "tag.a IS NULL"],
  ])("of experiments %j is %s", (text, expected) => {
    if (expected === null) expect(() => parse(text, "mlflow", EXPERIMENT_FIELDS)).toThrow(InvalidError);
    else expect(shown(parse(text, "mlflow", EXPERIMENT_FIELDS))).toBe(expected);
  });
});

describe("what they may not say", () => {
  test.each([
    ["   ", 1],
    ["metrics.a == 1", 11],
    ["metrics.a <> 1", 11],
    ["metrics.a > '1'", 13],
    ["metrics.a > NaN", 13],
    ["metrics.a > 1e999", 13],
    ["metrics.a LIKE '1'", 11],
    ["metrics.a IN ('1')", 11],
    ["Metrics.a > 1", 1],
    ["metrics. > 1", 1],
    ["1 < metrics.a", 1],
    ["'a' = params.b", 1],
    ["params.a = 1", 12],
    ["params.a = b", 12],
    ["params.a > 'b'", 10],
    ["params.a IN ('b')", 10],
    ["params.a NOT LIKE 'b'", 10],
    ["params.a BETWEEN '1' AND '2'", 10],
    ["params.a RLIKE 'b'", 10],
    ["params.a =", 11],
    ["params.a", 9],
    ["params.a = 'b", 12],
    ["params.a = 'b' params.c = 'd'", 16],
    ["params.a = 'b' OR params.c = 'd'", 16],
    ["(params.a = 'b')", 1],
    ["NOT params.a = 'b'", 1],
    ["params.a = 'b'; DROP TABLE run_tag", 15],
    ["params.a = 'b' -- c", 16],
    ["lifecycle_stage = 'active'", 1],
    ["experiment_id = '1'", 1],
    ["constructor = '1'", 1],
    ["constructor.a = '1'", 1],
    ["dataset.source = 'x'", 1],
    ["attribute.run_id IN ()", 22],
    ["attribute.run_id IN ('a'", 25],
    ["attribute.run_id IN (1)", 22],
    ["params.a IS 'b'", 13],
    ["params.a LIKE 'b\\'", 15],
    ["params.a = 'b\0'", 12],
    ["params.a = '\ud800'", 12],
  ])("%j is refused at character %i", (text, at) => {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      expect(error.extra.errors?.[0]).toMatchObject({ code: "unreadable_filter", pointer: "/filter" });
      expect(error.extra.errors?.[0]?.values?.at).toBe(at);
      return;
    }
    expect.unreachable();
  });
});

describe("what our own pages may say too", () => {
  test.each([
    [
      "metrics.a > 1 OR metrics.b > 1 AND params.c = 'd'",
      "or(metric.a > number:1, and(metric.b > number:1, param.c = text:d))",
    ],
    [
      "(metrics.a > 1 OR metrics.b > 1) AND params.c = 'd'",
      "and(or(metric.a > number:1, metric.b > number:1), param.c = text:d)",
    ],
    ["NOT (params.a = 'b' OR NOT params.c IN ('d'))", "not(or(param.a = text:b, not(param.c IN [d])))"],
    ["((metrics.a > 1))", "metric.a > number:1"],
    ["status IN ('FAILED', 'KILLED')", "attribute.status IN [FAILED|KILLED]"],
  ])("%j is %s", (text, expected) => {
    expect(shown(parse(text, "extended"))).toBe(expected);
  });

  test.each(["(metrics.a > 1", "metrics.a > 1)", "NOT", "metrics.a > 1 OR", "metrics.a IN ('1')", "()"])(
    "%j is refused",
    (text) => {
      expect(() => parse(text, "extended")).toThrow(InvalidError);
    },
  );
});

describe("a filter has a budget", () => {
  const many = (count: number) => Array.from({ length: count }, () => "metrics.a > 1").join(" AND ");
  test.each([
    ["conditions", many(200), many(201)],
    ["parentheses", "(".repeat(32) + many(1) + ")".repeat(32), "(".repeat(33) + many(1) + ")".repeat(33)],
    ["NOT", `${"NOT ".repeat(32)}${many(1)}`, `${"NOT ".repeat(33)}${many(1)}`],
    ["wildcards", `params.a LIKE '${"%a".repeat(16)}'`, `params.a LIKE '${"%a".repeat(17)}'`],
    ["a list", `run_id IN (${Array(1_000).fill("'a'")})`, `run_id IN (${Array(1_001).fill("'a'")})`],
    ["characters", `params.a = '${"b".repeat(65_000)}'`, `params.a = '${"b".repeat(70_000)}'`],
  ])("of %s", (_what, fits, beyond) => {
    expect(() => parse(fits, "extended")).not.toThrow();
    expect(() => parse(beyond, "extended")).toThrow(InvalidError);
  });

  test("text without end is read in no time that grows faster than it", () => {
    for (const text of [
      "`".repeat(65_000),
      `params.a LIKE '${"\\".repeat(60_001)}'`,
      "(".repeat(65_000),
      " ".repeat(65_000),
      `metrics.${"a".repeat(65_000)}`,
      "1".repeat(65_000),
    ])
      expect(() => parse(text, "extended")).toThrow(InvalidError);
  });
});

describe("an order", () => {
  const order = (...entries: string[]) =>
    parseOrder(entries, RUN_FIELDS).map(
      ({ field, descending }) => `${field.kind}.${field.name}${descending ? " v" : " ^"}`,
    );
  test("is a name and perhaps a direction", () => {
    expect(
      order("metrics.loss", "params.`a b` desc", "start_time ASC", "attribute.end_time DESC", "tags.x"),
    ).toEqual(["metric.loss ^", "param.a b v", "attribute.start_time ^", "attribute.end_time v", "tag.x ^"]);
  });
  test.each([
    [["metrics.a", "metric.a DESC"]],
    [["metrics.a DOWN"]],
    [["metrics.a DESC, metrics.b"]],
    [["dataset.name"]],
    [["nothing"]],
    [[""]],
    [["metrics.a DESC NULLS LAST"]],
    [Array.from({ length: 21 }, (_, at) => `metrics.m${at}`)],
  ])("%j is refused", (entries) => {
    expect(() => order(...entries)).toThrow(InvalidError);
  });
});

test("whatever is typed is either understood or refused with a place, and never breaks", () => {
  const pieces = [
    "metrics.a",
    "params.`b`",
    "`",
    "'",
    '"',
    "(",
    ")",
    ",",
    " ",
    "=",
    "<",
    "!",
    "1",
    ".5",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS",
    "NULL",
    "LIKE",
    "'x'",
    "\n",
    "한",
    "😀",
    "\0",
    "%",
  ];
  let seed = 7;
  const pick = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: pick(12) }, () => pieces[pick(pieces.length)]).join(pick(2) ? " " : "");
    try {
      parse(text, pick(2) ? "mlflow" : "extended");
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      const at = Number(error.extra.errors?.[0]?.values?.at);
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThanOrEqual(text.length + 1);
    }
  }
});
