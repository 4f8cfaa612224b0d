import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { faultOf } from "@/lib/testing/reasons";
import { checkSpec } from "./check";
import { checkGraph } from "./graph";

const POOLS = new Set(["default_pool"]);
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
