// One leg of the test run: a command, how long it took, and how many checks passed and failed in it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const bin = (root, name) => join(root, "node_modules", ".bin", name);

/** A tool that passes or fails as a whole counts as one check. */
export function tool(root, name, program, args, env = {}) {
  return {
    name,
    root,
    command: bin(root, program),
    args,
    env,
    count: (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 }),
  };
}

/** A program that prints a line for each check, "ok ..." or "not ok ...": every line counts, and none is a failure. */
export function checks(root, name, command, args, env = {}) {
  return { name, root, command, args, env, count: (_, output) => fromChecks(output) };
}

/** Vitest projects as one leg: every test counts. */
export function vitest(root, name, projects = [name]) {
  const report = join(root, ".test", `report-${name}-${process.pid}.json`);
  const args = [
    "run",
    // The other loader writes into node_modules, which may be read-only.
    "--configLoader=runner",
    ...projects.flatMap((project) => ["--project", project]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  return {
    name,
    root,
    command: bin(root, "vitest"),
    args,
    env: {},
    report,
    count: (ok) => fromVitest(report, ok),
  };
}

/** Playwright: every browser test counts. */
export function playwright(root, name, args, env) {
  const file = name.replaceAll(" ", "-");
  const report = join(root, ".test", `report-${file}-${process.pid}.json`);
  // Playwright empties its folder of results when it begins.
  const output = join("test-results", file);
  return {
    name,
    root,
    command: bin(root, "playwright"),
    args: [
      ...["test", "--config", "e2e/playwright.config.ts", "--reporter=line,json", "--output", output],
      ...args,
    ],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" },
    report,
    count: (ok) => fromPlaywright(report, ok),
  };
}

/** Runs one leg; its output is kept and shown when it fails (or at once with `live`). */
export async function runLeg(leg, { live = false } = {}) {
  const began = Date.now();
  if (leg.report) {
    mkdirSync(dirname(leg.report), { recursive: true });
    rmSync(leg.report, { force: true });
  }
  const { code, output } = await run(leg, live);
  const counted = leg.count(code === 0, output);
  // A leg that fails without naming a failed test (it could not load one) counts as one failure.
  const result = code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  told(leg.name, result, began);
  if ((result.failed > 0 || leg.isShown) && !live) console.log(indent(output.trimEnd()));
  return result;
}

/** Prints one line for a finished leg and returns its result. */
export function told(name, result, began) {
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const verdict = result.failed > 0 ? "FAILED" : "ok";
  console.log(
    `${name.padEnd(16)} ${verdict.padEnd(7)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed ${seconds.padStart(7)} s`,
  );
  return result;
}

/** One line for a leg whose program or packages are not to be had here: no failure, but said. */
export function leftOut(name, why) {
  console.log(`${name.padEnd(16)} not run: ${why.trim().split("\n", 1)[0]}`);
  return { passed: 0, failed: 0 };
}

export function sum(results) {
  return results.reduce(
    (all, one) => ({ passed: all.passed + one.passed, failed: all.failed + one.failed }),
    { passed: 0, failed: 0 },
  );
}

/** What failed, once more at the end, where it is found. */
export function tellFailures(root, results) {
  for (const name of results.flatMap(({ names = [] }) => names))
    console.log(`failed: ${name.replace(`${root}/`, "")}`);
}

function run({ command, args, root, env }, live) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part) => {
        parts.push(part);
        if (live) process.stdout.write(part);
      });
    }
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code, output: Buffer.concat(parts).toString() }));
  });
}

function fromVitest(file, ok) {
  if (!existsSync(file)) return { passed: 0, failed: ok ? 0 : 1 };
  const report = JSON.parse(readFileSync(file, "utf8"));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    names: report.testResults.flatMap(({ name, status, assertionResults }) =>
      status === "failed" && assertionResults.length === 0
        ? [name]
        : assertionResults
            .filter((test) => test.status === "failed")
            .map((test) => `${name} > ${test.fullName}`),
    ),
  };
}

function fromPlaywright(file, ok) {
  if (!existsSync(file)) return { passed: 0, failed: ok ? 0 : 1 };
  const { stats, errors, suites } = JSON.parse(readFileSync(file, "utf8"));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + (errors?.length ?? 0),
    names: suites.flatMap(failedSpecs),
  };
}

function failedSpecs({ suites = [], specs = [] }) {
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => status === "unexpected"));
  return [...failed.map(({ file, title }) => `${file} > ${title}`), ...suites.flatMap(failedSpecs)];
}

function fromChecks(output) {
  const lines = (pattern) => output.match(pattern)?.length ?? 0;
  const passed = lines(/^ok /gm);
  const failed = lines(/^not ok /gm);
  return { passed, failed: passed + failed === 0 ? 1 : failed };
}

function indent(text) {
  return text.replaceAll(/^/gm, "    ");
}
