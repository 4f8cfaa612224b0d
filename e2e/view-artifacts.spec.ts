import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { asAdmin, savePipeline, startRun } from "./fixtures";

/** A pipeline runs in the middle of it. */
test.describe.configure({ mode: "serial", timeout: 120_000 });
/** Of its own, so that the test can be run again on the same installation. */
const DAG = `artifacts_${Date.now()}`;

/** What a hostile report would try; it writes what it was told in its own page. */
const REPORT = `<!doctype html><title>Report</title><h1>Calibration</h1><ul id="out"></ul><script>
const out = document.getElementById("out");
const say = (text) => { const li = document.createElement("li"); li.textContent = text; out.append(li); };
const attempt = (name, work) => { try { say(name + ": " + work()); } catch (error) { say(name + ": " + error.name); } };
attempt("cookie", () => document.cookie);
attempt("storage", () => localStorage.length);
attempt("parent", () => parent.document.title);
attempt("mark", () => { parent.pwned = true; return "set"; });
if (top !== self) attempt("top", () => { top.location.href = "about:blank"; return "set"; });
fetch("/api/v1/me").then(() => say("network: answered"), (error) => say("network: " + error.name));
</script>`;
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGOwbvoGRAwQCgAstgbNk8YhFAAAAABJRU5ErkJggg==";
const PROGRAM = [
  "import base64, gwanje",
  `gwanje.artifacts.put("report.html", ${JSON.stringify(REPORT)})`,
  `gwanje.artifacts.put("plots/chart.png", base64.b64decode("${PNG}"))`,
  'gwanje.artifacts.put("metrics.json", \'{"auc": 0.71}\')',
].join("\n");

test("a person looks at what a task stored; a hostile report reaches nothing", async ({ page }) => {
  await asAdmin(page);
  const tasks = [{ task_id: "report", kind: "bash", command: ["python3", "-c", PROGRAM] }];
  await savePipeline(page, { dag_id: DAG, tasks });
  const runId = await startRun(page, DAG);
  await page.goto(`/pipelines/${DAG}/runs/${runId}`);
  await page.getByRole("tab", { name: /^Artifacts/ }).click();
  // Not there yet, or there: the list fills by itself.
  await page.getByRole("button", { name: "report.html", exact: true }).click({ timeout: 30_000 });

  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Shown in isolation")).toBeVisible();
  const told = dialog.frameLocator("iframe").locator("#out li");
  await expect(told).toHaveCount(6);
  expect((await told.allTextContents()).sort()).toEqual([
    "cookie: SecurityError",
    "mark: SecurityError",
    "network: TypeError",
    "parent: SecurityError",
    "storage: SecurityError",
    "top: SecurityError",
  ]);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  await expect(page).toHaveURL(/preview=art_/);
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  // The same address opened by itself shows no report, which could lead the tab anywhere.
  const source = await dialog.locator("iframe").getAttribute("src");
  const alone = await page.context().newPage();
  expect((await alone.goto(source ?? ""))?.status()).toBe(403);
  await expect(alone.locator("#out")).toHaveCount(0);
  await alone.close();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "plots/chart.png", exact: true }).click();
  const image = dialog.getByRole("img", { name: "plots/chart.png" });
  await expect.poll(() => image.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBe(2);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "metrics.json", exact: true }).click();
  await expect(dialog.getByRole("region", { name: "JSON" })).toContainText("auc: 0.71");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("metrics.json");
  expect(await readFile(await download.path(), "utf8")).toBe('{"auc": 0.71}');
});

test("all artifacts are found by their path, and deleted for good", async ({ page }) => {
  await asAdmin(page);
  await page.goto("/");
  await page.getByRole("link", { name: "Artifacts", exact: true }).click();
  await page.waitForURL(/\/artifacts/);
  await page.goto(`/artifacts?dag_id=${DAG}`);
  await page.getByLabel("Find in paths").fill("chart");
  await expect(page.getByRole("button", { name: "plots/chart.png", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "report.html", exact: true })).toHaveCount(0);
  await expect(page).toHaveURL(/path=chart/);
  await page.getByRole("button", { name: "More for plots/chart.png" }).click();
  await page.getByRole("menuitem", { name: "Delete artifact" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete artifact" }).click();
  await expect(page.getByRole("button", { name: "plots/chart.png", exact: true })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
});
