import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkSpec } from "@/lib/pipelines/check";
import { findPipelines } from "./find-pipelines";
import { makeBundle } from "./make-bundle";
import { readPipeline } from "./read-pipeline";
import { testFolder } from "./testing";

/** Every block that begins with a comment naming a file of pipelines/ is that file. */
const BLOCK = /```\w+\n(?:\/\/|#) pipelines\/(\S+)\n([\s\S]*?)```/g;

describe.each(["docs/pipelines.md", "docs/pipelines.ko.md"])("the examples of %s", (doc) => {
  const files = [...readFileSync(doc, "utf8").matchAll(BLOCK)].map(
    ([, path = "", text = ""]) => [path, text] as const,
  );
  it("load as they stand", async () => {
    const { root } = testFolder(Object.fromEntries(files));
    const found = await findPipelines(root);
    expect(found.map(({ path }) => path)).toEqual(["etl.yaml", "hello/pipeline.ts"]);
    for (const candidate of found) {
      const spec = await checkSpec((await readPipeline(root, candidate)).raw, new Set(["default_pool"]));
      expect(spec.tasks).toHaveLength(3);
      await makeBundle(root, candidate, spec);
    }
  });
});
