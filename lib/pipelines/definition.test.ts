import { expect, it } from "vitest";
import { ownDefinition, withDefinition } from "./definition";

const file = (path: string) => ({ path, size_bytes: 1, sha256: "x" });

it.each([
  [
    "a file without a folder",
    { origin: "file", message: "한글.yaml", source: "dag_id: a" },
    [],
    "한글.yaml",
    ["한글.yaml"],
  ],
  [
    "a file of a folder",
    { origin: "file", message: "flights/pipeline.ts", source: null },
    [file("a.py"), file("pipeline.ts")],
    "pipeline.ts",
    ["a.py", "pipeline.ts"],
  ],
  [
    "what was sent",
    { origin: "api", message: "by hand", source: "{}" },
    [],
    "pipeline.json",
    ["pipeline.json"],
  ],
  [
    "what was sent beside the code of before",
    { origin: "api", message: null, source: "{}" },
    [file("pipeline.json"), file("a.py")],
    "pipeline.json",
    ["pipeline.json", "a.py"],
  ],
  ["a version of before", { origin: "file", message: "a.yaml", source: null }, [], null, []],
  [
    "one of before over the API, with a file of that name",
    { origin: "api", message: "pipeline.ts", source: null },
    [file("pipeline.ts")],
    null,
    ["pipeline.ts"],
  ],
])("the definition of %s", (_, version, files, definition, paths) => {
  const found = withDefinition(version, files);
  expect([found.definition, found.data.map(({ path }) => path)]).toEqual([definition, paths]);
  expect(ownDefinition(version)?.text ?? null).toBe(version.source);
});

it("has the size and the hash of its text", () => {
  const { data } = withDefinition({ origin: "api", message: null, source: "가" }, []);
  expect(data[0]).toMatchObject({ size_bytes: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});
