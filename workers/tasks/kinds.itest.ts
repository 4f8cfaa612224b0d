import { expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

const { runTask, start, ended } = testWorker(testStores());

const NODE_SCRIPT = `
import { readFileSync, writeFileSync } from "node:fs";
import { Redis } from "ioredis";
const input = JSON.parse(readFileSync(process.env.GWANJE_INPUT_FILE, "utf8"));
console.log(process.argv.slice(2).join("|"), typeof Redis, readFileSync(process.env.GWANJE_CODE_DIR + "/data.txt", "utf8"));
writeFileSync(process.env.GWANJE_RESULT_FILE, JSON.stringify({ who: input.params.who }));
`;
const PYTHON_SCRIPT = `
import sys, gwanje, mylib
print(sys.argv[1:], mylib.NAME, flush=False)
gwanje.result({"n": 2})
`;

test("scripts of the bundle run as bash, python and node, and find their neighbours and packages", async () => {
  const files = {
    "steps/one.sh": 'echo "from $GWANJE_TASK_ID"; cat "$GWANJE_CODE_DIR/data.txt"',
    "two.py": PYTHON_SCRIPT,
    "mylib.py": "NAME = 'neighbour'",
    "data.txt": "payload",
    ".gwanje/node/steps/three.mjs": NODE_SCRIPT,
  };
  const bash = await runTask({ kind: "bash", script: "steps/one.sh" }, files);
  expect(bash).toMatchObject({ attempt: { state: "success" }, log: "from a\npayload" });
  const python = await runTask({ kind: "python", script: "two.py", args: ["{{ ds }}", "x y"] }, files);
  expect(python.log).toMatch(/^\['\d{4}-\d\d-\d\d', 'x y'\] neighbour$/);
  expect(python.result).toEqual({ n: 2 });
  const node = await runTask({ kind: "node", script: "steps/three.ts", args: ["{{ params.who }}"] }, files);
  expect(node.log).toBe("Ada; echo no function payload");
  expect(node.result).toEqual({ who: "Ada; echo no" });
});

test("a python module of the bundle is found", async () => {
  const files = { "pkg/__init__.py": "", "pkg/job.py": "print('as a module')" };
  expect((await runTask({ kind: "python", module: "pkg.job" }, files)).log).toBe("as a module");
});

test("python's output is live: nothing waits in a buffer for the end", async () => {
  // _exit flushes nothing, so a line that arrives was never buffered.
  const script = "import os\nprint('at once')\nos._exit(0)";
  expect((await runTask({ kind: "python", script: "x.py" }, { "x.py": script })).log).toBe("at once");
});

test.each([
  [
    "a script that is not in the bundle",
    { kind: "bash", script: "absent.sh" },
    { "x.sh": "true" },
    /no "absent.sh"/,
  ],
  ["a script without a bundle", { kind: "python", script: "x.py" }, undefined, /no code/],
])("%s fails before it starts and says so", async (_name, task, files, detail) => {
  const { attempt } = await runTask(task, files);
  expect(attempt).toMatchObject({
    state: "failed",
    error_code: "code",
    error_detail: expect.stringMatching(detail),
  });
});

test("tasks of one bundle that start together unpack it once", async () => {
  const tasks = Array.from({ length: 6 }, (_, i) => ({ task_id: `t${i}`, kind: "bash", script: "x.sh" }));
  const run = await ended(await start("together", tasks, { "x.sh": "echo together" }));
  expect(run.tasks.map((task) => task.state)).toEqual(Array(6).fill("success"));
});
