import { expect, it } from "vitest";
import type { TaskFacts } from "./repository/heads";
import { planOf, reversalsOf, type Side } from "./reversals";

const task = (change: Partial<TaskFacts> = {}): TaskFacts => ({
  dagId: "train",
  dagRunId: "run_1",
  taskId: "fit",
  version: 2,
  codeSha: "c2",
  params: { lr: 0.1, kind: "tree" },
  intervalStart: "2026-01-01T00:00:00+00:00",
  intervalEnd: "2026-01-02T00:00:00+00:00",
  queuedMs: null,
  usage: null,
  ...change,
});
const side = (
  own: TaskFacts | null,
  logged: Record<string, string> = {},
  packages: Record<string, string> = {},
): Side => ({
  task: own,
  logged: new Map(Object.entries(logged)),
  brought: { packages: new Map(Object.entries(packages)) },
});
const SCHEMA = {
  properties: { lr: { type: "number" }, kind: { type: "string" }, deep: { type: "boolean" } },
};
const short = (run: Side, other: Side) =>
  reversalsOf(run, other, SCHEMA).map(({ section, key, from, to, change, why }) => [
    `${section}.${key}`,
    from,
    to,
    change?.kind ?? why,
  ]);

it.each<[string, Side, Side, unknown[][]]>([
  ["nothing differs", side(task()), side(task()), []],
  [
    "a parameter of the pipeline",
    side(task()),
    side(task({ params: { lr: 0.2, kind: "tree" } })),
    [["params.lr", "0.1", "0.2", "param"]],
  ],
  [
    "a parameter that the other run, of no pipeline, logged under the same name",
    side(task(), { lr: "0.1" }),
    side(null, { lr: "0.3" }),
    [["params.lr", "0.1", "0.3", "param"]],
  ],
  [
    "what a script only logged",
    side(task(), { layers: "3" }),
    side(task(), { layers: "4" }),
    [["params.layers", "3", "4", "not_a_parameter"]],
  ],
  [
    "another interval",
    side(task()),
    side(task({ intervalStart: "2026-01-05T00:00:00+00:00", intervalEnd: "2026-01-06T00:00:00+00:00" })),
    [
      [
        "pipeline.interval_start",
        "2026-01-01T00:00:00.000Z – 2026-01-02T00:00:00.000Z",
        "2026-01-05T00:00:00.000Z – 2026-01-06T00:00:00.000Z",
        "interval",
      ],
    ],
  ],
  [
    "another version brings its packages along",
    side(task(), {}, { pandas: "2" }),
    side(task({ version: 1 }), {}, { pandas: "1" }),
    [
      ["pipeline.version", "2", "1", "version"],
      ["packages.pandas", "2", "1", "version"],
    ],
  ],
  [
    "packages that changed under the same version",
    side(task(), {}, { pandas: "2" }),
    side(task(), {}, { pandas: "1" }),
    [["packages.pandas", "2", "1", "not_in_version"]],
  ],
  [
    "another pipeline",
    side(task(), {}, { pandas: "2" }),
    side(task({ dagId: "other" }), {}, { pandas: "1" }),
    [["packages.pandas", "2", "1", "other_pipeline"]],
  ],
  [
    "a run that no pipeline made",
    side(null, { lr: "1" }),
    side(task(), { lr: "2" }),
    [["params.lr", "1", "2", "no_pipeline"]],
  ],
])("%s", (_, run, other, expected) => {
  expect(short(run, other)).toEqual(expected);
});

const SAME = {
  dag_id: "train",
  version: 2,
  params: { lr: 0.1, kind: "tree" },
  data_interval: { start: "2026-01-01T00:00:00.000Z", end: "2026-01-02T00:00:00.000Z" },
};
const other = side(
  task({
    version: 1,
    params: { lr: 0.5, kind: "tree" },
    intervalStart: "2025-01-01T00:00:00Z",
    intervalEnd: "2025-01-02T00:00:00Z",
  }),
);

it.each([
  ["as it was", other, { kind: "none" }, SAME],
  ["with edits", null, { kind: "edit", params: { lr: 9 } }, { ...SAME, params: { lr: 9, kind: "tree" } }],
  ["one parameter", other, { kind: "param", name: "lr" }, { ...SAME, params: { lr: 0.5, kind: "tree" } }],
  ["the version", other, { kind: "version" }, { ...SAME, version: 1 }],
  [
    "the interval",
    other,
    { kind: "interval" },
    { ...SAME, data_interval: { start: "2025-01-01T00:00:00.000Z", end: "2025-01-02T00:00:00.000Z" } },
  ],
  [
    "a logged number",
    side(null, { lr: "1e-3" }),
    { kind: "param", name: "lr" },
    { ...SAME, params: { lr: 0.001, kind: "tree" } },
  ],
  [
    "a logged word",
    side(null, { kind: "12" }),
    { kind: "param", name: "kind" },
    { ...SAME, params: { lr: 0.1, kind: "12" } },
  ],
  [
    "Python's truth",
    side(null, { deep: "True" }),
    { kind: "param", name: "deep" },
    { ...SAME, params: { ...SAME.params, deep: true } },
  ],
] as const)("puts back only %s", (_, beside, change, plan) => {
  expect(planOf(side(task()), beside, change, SCHEMA)?.plan).toEqual(plan);
});

it("puts back nothing where nothing differs, or no pipeline made the run", () => {
  expect(planOf(side(task()), side(task()), { kind: "version" }, SCHEMA)).toBeNull();
  expect(planOf(side(task()), other, { kind: "param", name: "kind" }, SCHEMA)).toBeNull();
  expect(planOf(side(null), other, { kind: "none" }, SCHEMA)).toBeNull();
});
