import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkSpec } from "@/lib/pipelines/check";
import { findPipelines } from "./find-pipelines";
import { readPipeline } from "./read-pipeline";
import { testFolder } from "./testing";

/** What the tour has one paste: a file of the pipelines folder, and the body of a PUT. */
const FILE = /cat > pipelines\/(\S+) <<'YAML'\n([\s\S]*?)\n\s*YAML\n/;
const PUT = /-X PUT \S+\/api\/v1\/pipelines\/(\S+) [\s\S]*?-d '(.*)'/;

it.each(["README.md", "README.ko.md"])(
  "what the tour of %s pastes is taken, and its two pipelines are two",
  async (doc) => {
    const text = readFileSync(doc, "utf8");
    const [, path = "", file = ""] = FILE.exec(text) ?? [];
    const [, name = "", body = ""] = PUT.exec(text) ?? [];
    const { root } = testFolder({ [path]: file.replaceAll(/^ {3}/gm, "") });
    const [found] = await findPipelines(root);
    if (!found) throw new Error("the file of the tour is no pipeline");
    const ofFile = await checkSpec((await readPipeline(root, found)).raw, new Set(["default_pool"]));
    const put: { spec: { dag_id: string } } = JSON.parse(body);
    const ofApi = await checkSpec(put.spec, new Set(["default_pool"]));
    expect(ofApi.dag_id).toBe(name);
    expect(ofApi.dag_id).not.toBe(ofFile.dag_id);
    // Whoever makes the token of the tour has to know what it may.
    for (const scope of ["pipelines:write", "runs:write"]) expect(text).toContain(`\`${scope}\``);
  },
);
