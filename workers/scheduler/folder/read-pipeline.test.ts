import { describe, expect, it } from "vitest";
import { faultOf } from "@/lib/testing/reasons";
import { FileProblem } from "./file-problem";
import { findPipelines } from "./find-pipelines";
import { readPipeline } from "./read-pipeline";
import { testFolder } from "./testing";

const IMPORT = 'import { bash, defineDag, empty } from "gwanje";\n';

async function read(files: Record<string, string>) {
  const { root } = testFolder(files);
  const [candidate] = await findPipelines(root);
  if (!candidate) throw new Error("nothing was found");
  return readPipeline(root, candidate);
}

async function problemOf(files: Record<string, string>): Promise<FileProblem> {
  const read_ = await read(files).catch((error: unknown) => error);
  // Whatever the problem, the console can say it in the reader's words.
  if (read_ instanceof FileProblem) {
    expect(faultOf(read_.reason)).toBeNull();
    return read_;
  }
  throw new Error(`expected a problem, got ${JSON.stringify(read_)}`);
}

describe("a TypeScript file", () => {
  it("is run once, with the SDK and the files of its folder", async () => {
    const { raw } = await read({
      "a/pipeline.ts": `${IMPORT}import { DAYS } from "./days.ts";\nimport more from "./more.json";
        export default defineDag({ dag_id: "a", schedule: "@daily", tags: more.tags, tasks: DAYS.map((day) => empty(day)) });`,
      "a/days.ts": 'export const DAYS: string[] = ["mon", "tue"];',
      "a/more.json": '{"tags": ["x"]}',
    });
    expect(raw).toMatchObject({
      dag_id: "a",
      schedule: "@daily",
      tags: ["x"],
      tasks: [{ task_id: "mon", kind: "empty" }, { task_id: "tue" }],
    });
  });
  it("tells where a task was probably written", async () => {
    const { locate } = await read({
      "a.ts": `${IMPORT}export default defineDag({\n  dag_id: "a",\n  tasks: [bash("one", { command: ["a"] })],\n});`,
    });
    expect(locate("/tasks/0/pool")).toEqual({ line: 4, column: 16 });
    expect(locate("/dag_id")).toEqual({ line: 3, column: 3 });
    expect(locate("/nowhere")).toEqual({});
  });

  it.each<[string, string, RegExp, object]>([
    [
      "a syntax error",
      "export default {\n  dag_id: 'a'\n  tasks: [] };",
      /Expected "}" but found "tasks"/,
      { line: 3, column: 3 },
    ],
    [
      "a throw",
      `${IMPORT}\nfunction f() {\n  throw new TypeError("no luck");\n}\nexport default f();`,
      /^TypeError: no luck$/,
      { line: 4 },
    ],
    ["a throw of something odd", "throw { toString() { throw 1 } };", /./, {}],
    ["a throw of a string", 'throw "text";', /^text$/, {}],
    ["no export", `${IMPORT}defineDag({ dag_id: "a", tasks: [] });`, /exports no pipeline/, {}],
    [
      "a named export only",
      `${IMPORT}export const a = defineDag({ dag_id: "a", tasks: [] });`,
      /exports no pipeline/,
      {},
    ],
    ["a promise", "export default (async () => ({}))();", /exports a promise/, {}],
    [
      "the environment",
      "export default { dag_id: process.env.HOME };",
      /process is not defined\. A pipeline file only describes/,
      { line: 1 },
    ],
    ["require", 'export default require("node:fs");', /imports "node:fs"/, { line: 1 }],
    ["a hidden require", 'const r = "node:fs";\nexport default require(r);', /require/, { line: 2 }],
    [
      "files",
      'import fs from "node:fs";\nexport default fs.readdirSync("/");',
      /imports "node:fs"\. A pipeline file only describes/,
      { line: 1 },
    ],
    ["a package", 'import pg from "pg";\nexport default pg;', /imports "pg"/, { line: 1 }],
    ["the network", 'export default fetch("http://127.0.0.1");', /fetch is not defined/, { line: 1 }],
    ["timers", "setTimeout(() => {}, 1); export default 1;", /setTimeout is not defined/, { line: 1 }],
    ["import at run time", 'const n = "net";\nawait import(n);\nexport default 1;', /await/, { line: 2 }],
    [
      "code made of text",
      'export default new Function("return 1")();',
      /Code generation from strings disallowed/,
      { line: 1 },
    ],
    [
      "the way out of a realm",
      'export default this.constructor.constructor("return process")();',
      /Code generation|undefined/,
      {},
    ],
    [
      "another pipeline's file",
      'import x from "./b.ts";\nexport default x;',
      /imports "\.\/b\.ts", which is outside/,
      { line: 1, column: 15 },
    ],
    ["a file above", 'import x from "../../etc/x.json";\nexport default x;', /outside|resolve/, { line: 1 }],
    [
      "an absolute path",
      'import x from "/etc/hostname" with { type: "text" };\nexport default x;',
      /imports "\/etc\/hostname", which is outside/,
      { line: 1 },
    ],
    ["an endless loop", "for (;;);", /endless loop/, {}],
    [
      "2 GB of numbers",
      "const a = [];\nfor (;;) a.push(new Array(1e6).fill(1.5));",
      /more than 256 MB of memory/,
      {},
    ],
    ["a cyclic object", "const a = {};\na.a = a;\nexport default a;", /circular structure/i, {}],
    [
      "an integer that JavaScript has changed",
      'export default { dag_id: "a",\n  params: { properties: { id: { default: 1909198862420847982 } } }, tasks: [] };',
      /^params\.properties\.id\.default is a number too large to be kept exactly\. Write it as text/,
      { line: 2, field: "/params/properties/id/default" },
    ],
    [
      "an integer of a JSON file that JavaScript has changed",
      'import d from "./a.json";\nexport default d;',
      /outside|number too large/,
      {},
    ],
    [
      "a number that JSON cannot hold",
      "export default { params: { properties: { rate: { default: 0 / 0 } } } };",
      /default is NaN, which JSON cannot hold/,
      {},
    ],
    ["a BigInt", "export default { dag_id: 1n };", /BigInt/, {}],
    ["endless text", 'export default { dag_id: "x".repeat(5e6) };', /more than 4194304 bytes/, {}],
    ["an endless recursion", "const f = () => f();\nexport default f();", /Maximum call stack/, { line: 1 }],
  ])(
    "gets a clear problem for %s",
    async (_, source, message, place) => {
      const problem = await problemOf({ "a.ts": source, "b.ts": "export default 1;" });
      expect(problem.message).toMatch(message);
      expect(problem.place).toMatchObject(place);
    },
    40_000,
  );

  it("is not hurt by much output, nor by 2 GB of bytes, which it is refused", async () => {
    const { raw } = await read({
      "a.ts": `for (let i = 0; i < 1e5; i++) console.log("x".repeat(100));
        let got = "all of it";
        try { new Uint8Array(2e9).fill(1); } catch (error) { got = String(error); }
        export default { dag_id: got };`,
    });
    expect(raw).toEqual({
      dag_id:
        process.platform === "linux" ? "RangeError: Array buffer allocation failed" : expect.any(String),
    });
  });
  it("cannot reach the process around it by any object it can hold", async () => {
    const { raw } = await read({
      "a.ts": `
        const seen = new Set(), names: string[] = [];
        const walk = (value: any, path: string, depth: number) => {
          if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 6) return;
          seen.add(value);
          if (typeof value === "function" && !(value instanceof Function) && value !== Function.prototype) names.push(path);
          for (const key of Reflect.ownKeys(value)) {
            let next: any; try { next = value[key]; } catch { continue; }
            walk(next, path + "." + String(key), depth + 1);
          }
          walk(Object.getPrototypeOf(value), path + ".__proto__", depth + 1);
        };
        walk(globalThis, "globalThis", 0);
        let stack: any; (Error as any).prepareStackTrace = (_: unknown, frames: unknown) => { stack = frames; return ""; };
        void new Error("x").stack;
        walk(stack, "frames", 0);
        export default { foreign: names, has: ["process", "require", "Buffer", "fetch", "WebSocket"].filter((n) => n in globalThis) };`,
    });
    expect(raw).toEqual({ foreign: [], has: [] });
  });
});

describe("a YAML file", () => {
  it("is data, with the line of each field", async () => {
    const { raw, locate } = await read({
      "a.yaml":
        "dag_id: a\nschedule:\n  cron: 61 * * * *\ntasks:\n  - task_id: x\n    kind: empty\n  - {task_id: y, kind: bash, pool: gpu}\n",
    });
    expect(raw).toMatchObject({
      dag_id: "a",
      schedule: { cron: "61 * * * *" },
      tasks: [{}, { pool: "gpu" }],
    });
    expect(locate("/schedule/cron")).toEqual({ line: 3, column: 3 });
    expect(locate("/tasks/1/pool")).toEqual({ line: 7, column: 30 });
    expect(locate("/tasks/0/script")).toEqual({ line: 5, column: 5 });
    expect(locate("/owner")).toEqual({ line: 1, column: 1 });
  });
  it("keeps an anchor for what is shared, and finds its lines", async () => {
    const { raw, locate } = await read({
      "a.yml": "tasks:\n  - &t\n    task_id: x\n    pool: p\n  - *t\n",
    });
    expect(raw).toEqual({
      tasks: [
        { task_id: "x", pool: "p" },
        { task_id: "x", pool: "p" },
      ],
    });
    expect(locate("/tasks/1/pool")).toEqual({ line: 4, column: 5 });
  });
  it("keeps integers as far as they are kept exactly, and leaves the others to be refused", async () => {
    const { raw } = await read({
      "a.yaml": 'a: [9007199254740991, -7, 0x10, 1_0, 1e20, 1.5]\nb: 9007199254740993\nc: "<<"\n1: 2\n',
    });
    expect(raw).toEqual({
      a: [9007199254740991, -7, 16, "1_0", 1e20, 1.5],
      b: 9007199254740993n,
      c: "<<",
      1: 2,
    });
  });
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x, x]",
    ..."bcdefghi".split("").map((c, i) => `${c}: &${c} [${Array(10).fill(`*${"abcdefgh"[i]}`).join(", ")}]`),
  ].join("\n");
  it.each<[string, string, RegExp, object]>([
    ["a syntax error", "dag_id: a\ntasks: [\n", /./, { line: 3 }],
    ["a key twice", "dag_id: a\ndag_id: b\n", /unique/i, { line: 2, column: 1 }],
    ["tabs", "dag_id: a\ntasks:\n\t- x\n", /tab/i, { line: 3 }],
    ["two documents", "dag_id: a\n---\ndag_id: b\n", /multiple documents/, {}],
    ["a tag that makes objects", "dag_id: !!js/function 'function () {}'\n", /tag/i, { line: 1 }],
    ["aliases that double", bomb, /alias/i, {}],
    ["an unknown alias", "dag_id: *nobody\n", /alias/i, {}],
    [
      "a merge key",
      "a: &a {x: 1}\ntasks:\n  - <<: *a\n    task_id: t\n",
      /<<.* not supported/,
      { line: 3, column: 5 },
    ],
    [
      "a list of merge keys",
      "a: &a {x: 1}\nb: {<<: [*a], c: 1}\n",
      /<<.* not supported/,
      { line: 2, column: 5 },
    ],
    ["nothing", "# later\n", /empty/, {}],
    ["endless nesting", "[".repeat(1_000_000), /nests deeper than 64 levels/, {}],
    ["2 MB", `doc_md: ${"x".repeat(2_000_000)}`, /has 2000008 bytes; at most 1048576 are allowed/, {}],
    ["bytes that are no text", "dag_id: \u{d800}", /./, {}],
  ])("gets a clear problem for %s", async (name, source, message, place) => {
    if (name === "bytes that are no text") {
      const folder = testFolder();
      folder.write("a.yaml", new Uint8Array([0xff, 0xfe, 0x41]));
      const [candidate] = await findPipelines(folder.root);
      await expect(candidate && readPipeline(folder.root, candidate)).rejects.toThrow(/not UTF-8/);
      return;
    }
    const problem = await problemOf({ "a.yaml": source });
    expect(problem.message).toMatch(message);
    expect(problem.place).toMatchObject(place);
  });
});
