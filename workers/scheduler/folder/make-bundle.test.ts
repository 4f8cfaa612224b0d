import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar-stream";
import { describe, expect, it } from "vitest";
import { checkSpec } from "@/lib/pipelines/check";
import { FileProblem } from "./file-problem";
import { findPipelines } from "./find-pipelines";
import { makeBundle } from "./make-bundle";
import { testFolder } from "./testing";

const FILES = {
  "f/pipeline.yaml": "dag_id: f\n",
  "f/go.sh": "#!/bin/sh\ntrue\n",
  "f/src/train.ts":
    'import { objects } from "gwanje/task";\nimport { half } from "./half";\nimport pg from "pg";\nconst n: number = half(4);\nconsole.log(n, objects.url, pg);\n',
  "f/src/half.ts": "export const half = (n: number): number => n / 2;\n",
  "f/src/half.test.ts": "never",
  "f/.env": "SECRET=1",
  "f/node_modules/x/index.js": "x",
  "f/__pycache__/a.pyc": "x",
  "f/test_a.py": "x",
};
const spec = (...tasks: object[]) =>
  checkSpec(
    { dag_id: "f", tasks: tasks.map((task, i) => ({ task_id: `t${i}`, ...task })) },
    new Set(["default_pool"]),
  );
const TRAIN = { kind: "node", script: "./src/train.ts" };

async function bundle(folder: ReturnType<typeof testFolder>, ...tasks: object[]) {
  const [candidate] = await findPipelines(folder.root);
  if (!candidate) throw new Error("nothing was found");
  return makeBundle(folder.root, candidate, await spec(...tasks));
}

async function unpacked(
  tar: Buffer | undefined,
): Promise<Record<string, { text: string; mode: number | undefined }>> {
  const entries = extract();
  entries.end(tar);
  const files: Record<string, { text: string; mode: number | undefined }> = {};
  for await (const entry of entries) {
    let text = "";
    for await (const part of entry) text += String(part);
    files[entry.header.name] = { text, mode: entry.header.mode };
  }
  return files;
}

describe("makeBundle", () => {
  it("holds the folder's code and the compiled scripts, and neither secrets, tests, packages nor caches", async () => {
    const folder = testFolder(FILES);
    chmodSync(join(folder.root, "f/go.sh"), 0o755);
    const made = await bundle(folder, TRAIN, { kind: "bash", script: "go.sh" });
    const files = await unpacked(made?.tar);
    expect(Object.keys(files)).toEqual([
      ".gwanje/node/src/train.mjs",
      "go.sh",
      "pipeline.yaml",
      "src/half.ts",
      "src/train.ts",
    ]);
    expect(files["go.sh"]?.mode).toBe(0o755);
    expect(made?.files.map(({ path }) => path)).toEqual([
      "go.sh",
      "pipeline.yaml",
      "src/half.ts",
      "src/train.ts",
    ]);
    const compiled = files[".gwanje/node/src/train.mjs"]?.text ?? "";
    expect(compiled).toMatch(/from "pg"/);
    expect(compiled).toMatch(/n2? \/ 2/);
    expect(compiled).toMatch(/GWANJE_TOKEN/);
    expect(compiled).not.toMatch(/from "(gwanje|\.)/);
  });
  it("is the same bytes for the same files, wherever they lie", async () => {
    const [one, two] = await Promise.all([
      bundle(testFolder(FILES), TRAIN),
      bundle(testFolder(FILES), TRAIN),
    ]);
    expect(one?.tar.equals(two?.tar ?? Buffer.alloc(0))).toBe(true);
  });
  it("gives old modules a require only when they need one", async () => {
    const folder = testFolder({
      "f/pipeline.yaml": "",
      "f/old.cjs": 'module.exports = require("node:os").EOL;',
      "f/new.mjs": 'import eol from "./old.cjs";\nconsole.log(eol);',
    });
    const files = await unpacked((await bundle(folder, { kind: "node", script: "new.mjs" }))?.tar);
    expect(files[".gwanje/node/new.mjs"]?.text).toMatch(/^import \{ createRequire/);
  });

  it.each<[string, Record<string, string>, object, RegExp, object]>([
    [
      "a script that is not there",
      {},
      { kind: "python", script: "nope.py" },
      /"t0" names "nope.py", which is not a file of the folder f/,
      { field: "/tasks/0/script" },
    ],
    [
      "an SQL file that is not there",
      {},
      { kind: "sql", file: "q.sql" },
      /names "q.sql"/,
      { field: "/tasks/0/file" },
    ],
    [
      "an unknown name in an SQL file",
      { "f/q.sql": "-- {{ later }}\nselect {{ ds }}, {{ no }}" },
      { kind: "sql", file: "q.sql" },
      /"t0" has \{\{ no \}\}, which is not known: use ds/,
      { field: "/tasks/0/file" },
    ],
    [
      "a script that does not compile",
      { "f/src/half.ts": "export const half = (;" },
      TRAIN,
      /Unexpected ";"/,
      { file: "f/src/half.ts", line: 1, column: 22, field: "/tasks/0/script" },
    ],
    [
      "an import that leads nowhere",
      { "f/src/train.ts": 'import "./none";' },
      TRAIN,
      /Could not resolve "\.\/none"/,
      { file: "f/src/train.ts", line: 1 },
    ],
    [
      "an import of another folder",
      { "f/src/train.ts": 'import "../../g/x";', "g/x.ts": "1" },
      TRAIN,
      /outside of the pipeline's folder/,
      { file: "f/src/train.ts", line: 1 },
    ],
    [
      "two scripts that become one file",
      { "f/a.ts": "1", "f/a.js": "1" },
      { kind: "node", script: "a.ts" },
      /differ only in their endings/,
      { field: "/tasks/1/script" },
    ],
    [
      "more than 32 MiB",
      { "f/data.csv": "x".repeat(33 * 1024 * 1024) },
      TRAIN,
      /more than 33554432 bytes \(.* is the one too many\)/,
      {},
    ],
  ])("names what is wrong with %s", async (_, more, task, message, place) => {
    const folder = testFolder({ ...FILES, ...more });
    const [candidate] = await findPipelines(folder.root);
    const tasks = "f/a.js" in more ? [task, { kind: "node", script: "a.js" }] : [task];
    const thrown = candidate?.problem ?? (await bundle(folder, ...tasks).catch((error: unknown) => error));
    const found = thrown instanceof FileProblem ? thrown : undefined;
    expect(found?.message).toMatch(message);
    expect(found?.place).toMatchObject(place);
  });
  it("sends a single file that wants scripts into a folder", async () => {
    const folder = testFolder({ "f.yaml": "", "go.sh": "" });
    await expect(bundle(folder, { kind: "bash", script: "go.sh" })).rejects.toThrow(
      /Move it to <name>\/pipeline.yaml/,
    );
    expect(await bundle(folder, { kind: "empty" })).toBeNull();
  });
});

describe("findPipelines", () => {
  it("finds single files and folders, and nothing else", async () => {
    const { root } = testFolder({
      "a.ts": "",
      "b.yaml": "",
      "c/pipeline.yml": "",
      "c/other.ts": "",
      "d/readme.md": "",
      "e.test.ts": "",
      "types.d.ts": "",
      ".git/pipeline.ts": "",
      "node_modules/pipeline.ts": "",
      "README.md": "",
    });
    expect((await findPipelines(root)).map(({ path }) => path)).toEqual(["a.ts", "b.yaml", "c/pipeline.yml"]);
    expect(await findPipelines(join(root, "none"))).toEqual([]);
  });
  it("changes a fingerprint with any file of the folder, and with nothing else", async () => {
    const folder = testFolder(FILES);
    const print = async () => (await findPipelines(folder.root))[0]?.fingerprint;
    const before = await print();
    folder.write("f/src/half.test.ts", "changed");
    expect(await print()).toBe(before);
    folder.write("f/src/half.ts", "changed");
    expect(await print()).not.toBe(before);
  });
  it("says so when a folder holds two definitions", async () => {
    const { root } = testFolder({ "a/pipeline.ts": "", "a/pipeline.yaml": "" });
    expect((await findPipelines(root))[0]?.problem?.message).toMatch(
      /holds pipeline.ts and pipeline.yaml. Keep one/,
    );
  });
  it.each(["file", "folder", "own folder"])(
    "follows no link out of the pipelines folder: a %s",
    async (kind) => {
      const folder = testFolder({ "f/pipeline.yaml": "" });
      const other = testFolder({ "secret/pipeline.yaml": "x" });
      if (kind === "file")
        symlinkSync(join(other.root, "secret/pipeline.yaml"), join(folder.root, "f/link.txt"));
      if (kind === "folder") symlinkSync(join(other.root, "secret"), join(folder.root, "f/link"));
      if (kind === "own folder") symlinkSync(join(other.root, "secret"), join(folder.root, "a"));
      expect((await findPipelines(folder.root))[0]?.problem?.message).toMatch(/is a link to/);
    },
  );
  it("is not stopped by a link that leads nowhere, nor by one that leads to itself", async () => {
    const folder = testFolder({ "b.yaml": "" });
    symlinkSync("nowhere.yaml", join(folder.root, "a.yaml"));
    symlinkSync("c.yaml", join(folder.root, "c.yaml"));
    expect(await findPipelines(folder.root)).toMatchObject([
      { path: "b.yaml", problem: null },
      { path: "c.yaml", problem: { message: "c.yaml cannot be read (ELOOP)" } },
    ]);
  });
  it("follows a link to another file of the pipelines folder, as mounted settings are", async () => {
    const folder = testFolder({ "..data/a.yaml": "dag_id: a" });
    symlinkSync("..data/a.yaml", join(folder.root, "a.yaml"));
    mkdirSync(join(folder.root, "empty"));
    expect(await findPipelines(folder.root)).toMatchObject([{ path: "a.yaml", problem: null }]);
  });
});
