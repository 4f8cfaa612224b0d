import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import { afterAll, expect, it } from "vitest";

const { forbidden = [] } = await extractDepcruiseConfig(join(process.cwd(), ".dependency-cruiser.cjs"));
const RANKED = new Set(forbidden.map(({ name }) => name).filter((name) => name?.startsWith("rank-")));

it("every folder of lib/ has a rank", () => {
  const folders = readdirSync("lib", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !RANKED.has(`rank-${name}`))).toEqual([]);
});

const IMPORTS: [from: string, to: string, broken: string[]][] = [
  ["lib/tasks/claim.ts", "lib/home/repository.ts", ["rank-tasks", "surface-home"]],
  ["lib/home/service.ts", "lib/tasks/repository.ts", ["surface-tasks"]],
  ["lib/home/service.ts", "lib/tasks/index.ts", []],
  ["lib/home/service.ts", "lib/home/repository.ts", []],
  ["lib/runs/service.ts", "lib/sdk/dag.ts", ["rank-runs"]],
  ["lib/runs/service.ts", "lib/http/route.ts", ["rank-runs"]],
  ["lib/runs/service.ts", "lib/client/api.ts", ["rank-runs"]],
  ["lib/tasks/service.ts", "lib/pipelines/index.ts", ["rank-tasks"]],
  ["lib/platform/db.ts", "lib/events/index.ts", ["rank-platform"]],
  ["lib/jobs/define.ts", "lib/verbs/index.ts", []],
  ["lib/verbs/write.ts", "lib/jobs/index.ts", ["rank-verbs"]],
  ["lib/runs/service.ts", "lib/testing/database.ts", ["only-tests-import-testing", "rank-runs"]],
  ["lib/runs/service.test.ts", "lib/testing/database.ts", []],
  ["lib/runs/service.ts", "workers/tasks/plan.ts", ["lib-knows-no-process-and-no-page"]],
  ["lib/new/service.ts", "lib/platform/db.ts", ["every-folder-of-lib-has-a-rank"]],
  ["lib/home/service.ts", "lib/new/index.ts", ["rank-home"]],
  ["app/page.tsx", "lib/runs/repository/slots.ts", ["surface-runs"]],
];

const root = mkdtempSync(join(tmpdir(), "ranks-"));
afterAll(() => rmSync(root, { recursive: true }));

it("the rules hold where they should, and nowhere else", async () => {
  const files = new Map(IMPORTS.map(([, to]) => [to, "export {};\n"]));
  for (const [from, to] of IMPORTS) {
    const path = "../".repeat(dirname(from).split("/").length) + to;
    files.set(from, `${files.get(from) ?? ""}import "${path}";\n`);
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { output } = await cruise([...files.keys()], {
    baseDir: root,
    ruleSet: { forbidden },
    validate: true,
  });
  if (typeof output === "string") throw new Error(output);
  const { violations } = output.summary;
  const brokenBy = (from: string, to: string) =>
    violations.filter((one) => one.from === from && one.to === to).map(({ rule }) => rule.name);
  expect(IMPORTS.map(([from, to]) => [from, to, brokenBy(from, to).sort()])).toEqual(IMPORTS);
});
