import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { faultOf } from "@/lib/testing/reasons";
import { checkSpec } from "./check";
import { checkGraph } from "./graph";

const POOLS = new Map([
  ["default_pool", 128],
  ["two", 2],
  ["closed", 0],
  ["open", -1],
]);
const bash = (task_id: string, depends_on: string[] = [], more: object = {}) => ({
  task_id,
  kind: "bash",
  command: ["echo", "hi"],
  depends_on,
  ...more,
});
const spec = (more: object = {}) => ({ dag_id: "flights", tasks: [bash("a")], ...more });

const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });

async function errorsOf(raw: unknown): Promise<string[]> {
  try {
    await checkSpec(raw, POOLS);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    const found = error.extra.errors ?? [];
    expect(found.map(faultOf)).toEqual(found.map(() => null));
    return found.map(({ pointer, detail }) => `${pointer} ${detail}`);
  }
}

it("fills in the defaults", async () => {
  expect(await checkSpec(spec(), POOLS)).toMatchObject({
    schedule: null,
    catchup: false,
    max_active_runs: 16,
    tasks: [
      {
        trigger_rule: "all_success",
        retries: 0,
        retry_delay_ms: 300_000,
        pool: "default_pool",
        queue: "default",
      },
    ],
  });
});

describe("names the field and the problem", () => {
  it.each([
    [
      "cyclic graph",
      spec({ tasks: [bash("a", ["c"]), bash("b", ["a"]), bash("c", ["b"])] }),
      /^\/tasks\/\d\/depends_on the tasks form a cycle: \w -> \w -> \w -> \w$/,
    ],
    ["task that depends on itself", spec({ tasks: [bash("a", ["a"])] }), /cycle: a -> a/],
    [
      "unknown task",
      spec({ tasks: [bash("a", ["nope"])] }),
      /^\/tasks\/0\/depends_on\/0 "a" depends on "nope"/,
    ],
    [
      "unknown pool",
      spec({ tasks: [bash("a", [], { pool: "gpu" })] }),
      /^\/tasks\/0\/pool "a" uses pool "gpu", which does not exist/,
    ],
    [
      "an environment for a program of ours",
      spec({
        tasks: [
          { task_id: "a", kind: "http", url: "https://a.io", env: { NODE_OPTIONS: "--import=data:," } },
          { task_id: "b", kind: "sql", statement: "select 1", secrets: ["KEY"] },
        ],
      }),
      /^\/tasks\/0\/env "a" is of kind http, which has no env; .*\n\/tasks\/1\/secrets "b" is of kind sql/,
    ],
    ["task id twice", spec({ tasks: [bash("a"), bash("a")] }), /^\/tasks\/1\/task_id/],
    ["bad cron", spec({ schedule: { cron: "61 * * * *" } }), /^\/schedule\/cron/],
    ["cron of six fields", spec({ schedule: { cron: "* * * * * *" } }), /has 6 fields/],
    [
      "missing zone",
      spec({ schedule: { cron: "0 0 * * *", time_zone: "Mars/Olympus" } }),
      /^\/schedule\/time_zone "Mars\/Olympus" is not an IANA time zone/,
    ],
    ...(
      [
        ["H 5 * * *", /"H" cannot be the minute/],
        ["0 0 31 4,6 *", /never fires/],
        ["0 0 30 2 *", /never fires/],
      ] as const
    ).map(([cron, said]): [string, unknown, RegExp] => [`cron ${cron}`, spec({ schedule: cron }), said]),
    [
      "end that is before the start in the schedule's zone",
      spec({
        schedule: { cron: "@daily", time_zone: "Asia/Seoul" },
        start_date: "2026-01-02",
        end_date: "2026-01-01T15:00:00Z",
      }),
      /^\/end_date/,
    ],
    [
      "more slots than the pool has",
      spec({ tasks: [bash("a", [], { pool: "two", pool_slots: 3 })] }),
      /^\/tasks\/0\/pool_slots "a" needs 3 slots of the pool "two", which has 2/,
    ],
    [
      "a slot of a pool that has none",
      spec({ tasks: [bash("a", [], { pool: "closed" })] }),
      /^\/tasks\/0\/pool_slots .* which has 0/,
    ],
    [
      "a wait that its own limit cuts",
      spec({ tasks: [bash("a", [], { retry_delay_ms: 7_200_000, max_retry_delay_ms: 3_600_000 })] }),
      /^\/tasks\/0\/max_retry_delay_ms "a" waits 7200000 ms/,
    ],
    [
      "a wait of more than a year",
      spec({ tasks: [bash("a", [], { retry_delay_ms: 366 * 86_400_000 })] }),
      /^\/tasks\/0\/retry_delay_ms/,
    ],
    [
      "PATH in the environment",
      spec({ tasks: [bash("a", [], { env: { PATH: "/opt" } })] }),
      /^\/tasks\/0\/env\/PATH "a" may not set PATH/,
    ],
    ["PATH as a secret", spec({ tasks: [bash("a", [], { secrets: ["PATH"] })] }), /^\/tasks\/0\/secrets\/0 /],
    ["path in a task id", spec({ tasks: [bash("../etc")] }), /^\/tasks\/0\/task_id/],
    ["dots in a task id", spec({ tasks: [bash("a..b")] }), /^\/tasks\/0\/task_id/],
    [
      "the prototype as a task id",
      spec({ tasks: [bash("__proto__")] }),
      /^\/tasks\/0\/task_id .*may not be __proto__/,
    ],
    ["the prototype as a dag id", spec({ dag_id: "__proto__" }), /^\/dag_id/],
    [
      "one name in two ways to write it",
      spec({ tasks: [bash("훈련"), bash("훈련".normalize("NFD"))] }),
      /^\/tasks\/1\/task_id task_id "훈련" is used twice/,
    ],
    ["markup in a task id", spec({ tasks: [bash("<script>")] }), /^\/tasks\/0\/task_id/],
    [
      "script outside the folder",
      spec({ tasks: [{ task_id: "a", kind: "node", script: "../../x.ts" }] }),
      /^\/tasks\/0\/script/,
    ],
    [
      "absolute script",
      spec({ tasks: [{ task_id: "a", kind: "node", script: "/etc/passwd" }] }),
      /^\/tasks\/0\/script/,
    ],
    [
      "shell string as a command",
      spec({ tasks: [bash("a", [], { command: "rm -rf /" })] }),
      /^\/tasks\/0\/command/,
    ],
    [
      "reserved variable",
      spec({ tasks: [bash("a", [], { env: { GWANJE_TOKEN: "x" } })] }),
      /^\/tasks\/0\/env/,
    ],
    ...[
      ["bash", "-c", "echo {{ params.name }}"],
      ["/bin/sh", "-euxc", "echo {{params.name}}", "sh"],
      ["timeout", "5", "env", "A=b", "dash", "-c", "echo '{{ params.name }}'"],
      ["python3", "-c", "print({{ params.name }})"],
      ["node", "--eval", "{{ params.name }}"],
      ["{{ params.name }}", "x"],
    ].map((command): [string, unknown, RegExp] => [
      `a parameter as code: ${command.join(" ")}`,
      spec({ tasks: [bash("a", [], { command })] }),
      /^\/tasks\/0\/command\/\d "a" makes a parameter part of the program it runs\. Pass it as an argument/,
    ]),
    ["unknown field", spec({ taskz: [] }), /^\/taskz taskz is not a field/],
    [
      "unknown field of a task",
      spec({ tasks: [bash("a", [], { retrys: 1 })] }),
      /^\/tasks\/0\/retrys tasks.0.retrys is not a field/,
    ],
    [
      "preset that does not exist",
      spec({ schedule: "@never" }),
      /^\/schedule\/cron "@never" is not a preset; there are @hourly/,
    ],
    [
      "poisoned name",
      JSON.parse('{"dag_id": "a", "__proto__": {"x": 1}}'),
      /^\/__proto__ __proto__ is not a name/,
    ],
    ["NUL in a text", spec({ doc_md: "a\0b" }), /^\/doc_md doc_md holds a NUL/],
    ["NUL in a name", spec({ params: { "a\0": 1 } }), /holds a NUL or half a character/],
    ["half a character", spec({ description: "\ud83d" }), /^\/description description holds a NUL or half/],
    ["endless nesting", spec({ params: nested(100) }), /nests deeper than 64 levels/],
    ["more values than a spec can hold", spec({ doc_md: Array(500_001).fill(0) }), /more than 500000 values/],
    [
      "params that are no schema",
      spec({ params: { properties: { a: { type: "objet" } } } }),
      /^\/params params is not a JSON Schema/,
    ],
    [
      "params that lead elsewhere",
      spec({ params: { $ref: "https://evil.example/x" } }),
      /^\/params params is not a JSON Schema: can't resolve/,
    ],
    [
      "scheduled run with nobody to ask",
      spec({
        schedule: "@daily",
        params: { required: ["a", "b"], properties: { a: { default: 1 }, b: {} } },
      }),
      /^\/params\/required params requires "b" without a default/,
    ],
    [
      "unknown kind",
      spec({ tasks: [{ task_id: "a", kind: "perl" }] }),
      /kind must be bash, python, node, http, sql or empty/,
    ],
    ["no task", spec({ tasks: [] }), /^\/tasks .*at least one task/],
    [
      "neither command nor script",
      spec({ tasks: [{ task_id: "a", kind: "bash" }] }),
      /needs either command or script/,
    ],
    ["end before start", spec({ start_date: "2001-02-01", end_date: "2001-01-01" }), /^\/end_date/],
    [
      "10,000 tasks",
      spec({ tasks: Array.from({ length: 10_000 }, (_, i) => ({ task_id: `t${i}`, kind: "empty" })) }),
      /at most 5000 tasks/,
    ],
    ["2 MB", spec({ doc_md: "x".repeat(2_000_000) }), /has 20\d+ bytes; at most 1048576/],
    ["not an object", 7, /spec/],
  ])("%s", async (_, raw, expected) => {
    expect((await errorsOf(raw)).join("\n")).toMatch(expected);
  });
});

const params = (properties: object, more: object = {}) => ({ params: { properties, ...more } });
const SCHEDULED = { schedule: "@daily" };

describe("defaults of parameters", () => {
  const LIM = { type: "integer", default: 10, maximum: 5 };
  const OPTS = { type: "object", default: {}, properties: { n: { type: "integer", default: "5" } } };
  it.each<[string, object, RegExp]>([
    ["too large", params({ lim: LIM }), /^\/params\/properties\/lim\/default params: lim, .* must be <= 5$/],
    [
      "too large, on a schedule",
      { ...SCHEDULED, ...params({ lim: LIM }) },
      /^\/params\/properties\/lim\/default /,
    ],
    [
      "of another type, deeper in",
      params({ opts: OPTS }),
      /^\/params\/properties\/opts\/default params: opts.n, .* must be integer$/,
    ],
    [
      "without what they need, on a schedule",
      { ...SCHEDULED, ...params({ o: { default: {}, required: ["x"] } }) },
      /^\/params\/properties\/o\/default /,
    ],
    [
      "that do not suit each other, on a schedule",
      { ...SCHEDULED, ...params({ a: { default: 1 } }, { enum: [{ a: 2 }] }) },
      /^\/params params: the defaults together/,
    ],
  ])("%s, are refused", async (_, more, message) => {
    expect((await errorsOf(spec(more))).join("\n")).toMatch(message);
  });
  it.each([
    [
      "what a person has to give",
      params({ a: {}, o: { default: {}, required: ["x"] } }, { required: ["a"], minProperties: 2 }),
    ],
    [
      "names that every object has",
      { ...SCHEDULED, ...params({ constructor: { default: "ferrari" } }, { required: ["constructor"] }) },
    ],
    [
      "nested ones",
      {
        ...SCHEDULED,
        ...params({ opts: { default: {}, properties: { n: { type: "integer", default: 5 } } } }),
      },
    ],
  ])("may leave %s", async (_, more) => {
    expect(await errorsOf(spec(more))).toEqual([]);
  });
});

describe("names in double braces", () => {
  const CLOSED = params({ x: { default: 1 } }, { additionalProperties: false });
  const http = { task_id: "a", kind: "http", url: "https://a.example/{{ ds }}" };
  const sql = { task_id: "a", kind: "sql", statement: "select {{ ds }} -- {{ later }}" };
  it.each<[string, object, RegExp]>([
    [
      "of another program",
      { tasks: [bash("a", [], { command: ["docker", "ps", "--format", "{{.Names}}"] })] },
      /^\/tasks\/0\/command\/3 "a" has \{\{ \.Names \}\}, which is not known: use ds, .*\{\{ "\{\{\.Names\}\}" \}\}/,
    ],
    [
      "with a filter",
      { tasks: [bash("a", [], { command: ["echo", "{{ ds | upper }}"] })] },
      /^\/tasks\/0\/command\/1 /,
    ],
    ["empty", { tasks: [bash("a", [], { env: { A: "{{}}" } })] }, /^\/tasks\/0\/env\/A /],
    [
      "in arguments",
      { tasks: [{ task_id: "a", kind: "python", module: "m", args: ["{{ dag_id }}"] }] },
      /^\/tasks\/0\/args\/0 /,
    ],
    ["in a header", { tasks: [{ ...http, headers: { "X-A": "{{ no }}" } }] }, /^\/tasks\/0\/headers\/X-A /],
    ["deep in a body", { tasks: [{ ...http, body: { a: ["{{ no }}"] } }] }, /^\/tasks\/0\/body\/a\/0 /],
    ["in a statement", { tasks: [{ ...sql, statement: "select {{ no }}" }] }, /^\/tasks\/0\/statement /],
    ["in an input", { tasks: [{ ...sql, inputs: { i: "s3://b/{{ no }}.csv" } }] }, /^\/tasks\/0\/inputs\/i /],
    [
      "of a parameter that is not allowed",
      { ...CLOSED, tasks: [bash("a", [], { command: ["echo", "{{ params.y }}"] })] },
      /has \{\{ params\.y \}\}, and params allows no parameter/,
    ],
    [
      "of a parameter that no scheduled run has",
      { ...SCHEDULED, tasks: [bash("a", [], { command: ["echo", "{{ params.y }}"] })] },
      /which a run of the schedule does not have/,
    ],
  ])("that are unknown are refused: %s", async (_, more, message) => {
    expect((await errorsOf(spec(more))).join("\n")).toMatch(message);
  });
  it.each<[string, object]>([
    ["escaped ones", { tasks: [bash("a", [], { command: ["docker", '{{ "{{.Names}}" }}', "{{ '{{' }}"] })] }],
    ["known ones", { tasks: [http, { ...sql, task_id: "b" }] }],
    [
      "a parameter that is allowed",
      { ...CLOSED, ...SCHEDULED, tasks: [bash("a", [], { command: ["echo", "{{ params.x }}"] })] },
    ],
    [
      "any parameter of an open schema",
      { ...params({ x: {} }), tasks: [bash("a", [], { command: ["echo", "{{ params.y }}"] })] },
    ],
    [
      "a parameter by pattern",
      {
        ...params({}, { additionalProperties: false, patternProperties: { "^y": {} } }),
        tasks: [bash("a", [], { command: ["echo", "{{ params.y }}"] })],
      },
    ],
    ["what is never closed", { tasks: [bash("a", [], { command: ["echo", "{{ ds }"] })] }],
  ])("may be %s", async (_, more) => {
    expect(await errorsOf(spec(more))).toEqual([]);
  });
});

it.each([
  ["as many slots as the pool has", { pool: "two", pool_slots: 2 }],
  ["any number of a pool without a limit", { pool: "open", pool_slots: 10_000 }],
  [
    "a wait of two days that grows to three",
    { retry_delay_ms: 172_800_000, max_retry_delay_ms: 259_200_000 },
  ],
  ["a wait of two days", { retry_delay_ms: 172_800_000 }],
  ["a time limit of 30 days", { execution_timeout_ms: 2_592_000_000 }],
  ["its own zone and home", { env: { TZ: "Asia/Seoul", HOME: "/tmp", LANG: "ko_KR.UTF-8" } }],
])("a task may have %s", async (_, more) => {
  expect(await errorsOf(spec({ tasks: [bash("a", [], more)] }))).toEqual([]);
});

it.each([["훈련"], ["Été"], ["ﾃﾞｰﾀ"]])(
  "%s is one name however it is written, in depends_on too",
  async (name) => {
    const [first, second] = [name.normalize("NFC"), name.normalize("NFD")];
    const { dag_id, tasks } = await checkSpec(
      { dag_id: second, tasks: [bash(first), bash("b", [second])] },
      POOLS,
    );
    expect([dag_id, tasks.map(({ task_id }) => task_id), tasks[1]?.depends_on]).toEqual([
      first,
      [first, "b"],
      [first],
    ]);
  },
);

it.each([
  ["@daily", { cron: "0 0 * * *", time_zone: "UTC" }],
  ["5 4 * * *", { cron: "5 4 * * *", time_zone: "UTC" }],
  [
    { cron: "@weekly", time_zone: "Asia/Seoul" },
    { cron: "0 0 * * 0", time_zone: "Asia/Seoul" },
  ],
  [null, null],
])("reads a schedule as people write it: %j", async (schedule, expected) => {
  expect((await checkSpec(spec({ schedule }), POOLS)).schedule).toEqual(expected);
});

it.each([
  [["echo", "{{ params.name }}"]],
  [["bash", "-c", 'echo "$1"', "sh", "{{ params.name }}"]],
  [["bash", "-c", "echo {{ ds }} {{ run_id }}"]],
  [["grep", "-c", "{{ params.name }}", "file"]],
])("a parameter may be an argument: %j", async (command) => {
  expect((await checkSpec(spec({ tasks: [bash("a", [], { command })] }), POOLS)).tasks).toHaveLength(1);
});

it("says everything that is wrong at once", async () => {
  const raw = spec({ schedule: { cron: "no" }, tasks: [bash("a", ["x"], { pool: "p" })] });
  expect(await errorsOf(raw)).toHaveLength(3);
});

describe("checkGraph", () => {
  const forest = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 }).map((rows) =>
    rows.map((row, i) => ({
      task_id: `t${i}`,
      depends_on: [...new Set(row.filter(() => i > 0).map((n) => `t${n % Math.max(i, 1)}`))],
    })),
  );
  it("orders every acyclic graph so that no task comes before what it depends on", () => {
    fc.assert(
      fc.property(forest, (tasks) => {
        const { order, errors } = checkGraph([...tasks].reverse());
        expect(errors).toEqual([]);
        const place = new Map(order.map((id, i) => [id, i]));
        expect(place.size).toBe(tasks.length);
        for (const task of tasks)
          for (const up of task.depends_on) expect(place.get(up)).toBeLessThan(place.get(task.task_id) ?? -1);
      }),
    );
  });
  it("names a real cycle wherever one edge back makes one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), (n) => {
        const chain = Array.from({ length: n }, (_, i) => ({
          task_id: `t${i}`,
          depends_on: i === 0 ? [`t${n - 1}`] : [`t${i - 1}`],
        }));
        const path = /cycle: (.*)$/.exec(checkGraph(chain).errors[0]?.detail ?? "")?.[1]?.split(" -> ") ?? [];
        expect(path).toHaveLength(n + 1);
        expect(path[0]).toBe(path.at(-1));
        const edges = new Set(chain.flatMap((task) => task.depends_on.map((up) => `${up}>${task.task_id}`)));
        for (let i = 1; i < path.length; i++) expect(edges.has(`${path[i - 1]}>${path[i]}`)).toBe(true);
      }),
    );
  });
});
