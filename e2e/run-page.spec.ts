import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, complaints, expectNarrow, violations } from "./fixtures";

/** A training script stores files; people look at them on the page of its run, and a hostile report reaches nothing. */

// Many files are stored and looked at in one of them.
test.describe.configure({ timeout: 120_000 });

/** What a hostile report would try; it writes in its own page what became of it. */
const REPORT = `<!doctype html><title>Report</title><h1>Calibration</h1><ul id="out"></ul><script>
const out = document.getElementById("out");
const say = (text) => { const li = document.createElement("li"); li.textContent = text; out.append(li); };
const attempt = (name, work) => { try { say(name + ": " + work()); } catch (error) { say(name + ": " + error.name); } };
attempt("cookie", () => document.cookie);
attempt("storage", () => localStorage.length);
attempt("parent", () => parent.document.title);
attempt("mark", () => { parent.pwned = true; return "set"; });
fetch("/api/v1/me").then(() => say("network: answered"), (error) => say("network: " + error.name));
</script>`;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGOwbvoGRAwQCgAstgbNk8YhFAAAAABJRU5ErkJggg==",
  "base64",
);
const DIFF = "diff --git a/train.py b/train.py\n-depth = 3\n+depth = 5\n";
const MLMODEL = `flavors: {sklearn: {}}\nsignature:\n  inputs: '[{"type": "double", "name": "distance", "required": true}]'\n`;

type Run = { token: string; runId: string; page: string };

/** A run as MLflow's client makes it. */
async function trainingRun(page: Page): Promise<Run> {
  const scopes = ["experiments:read", "experiments:write"];
  const made = await call(page, "POST", "/tokens", { name: "run page", scopes });
  expect(made.status(), await made.text()).toBe(201);
  const { token } = await made.json();
  const send = async (path: string, data: unknown) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await page.request.post(`/mlflow/api/2.0/mlflow/${path}`, { data, headers });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  const name = `files of the e2e ${Date.now()}`;
  const { experiment_id } = await send("experiments/create", { name });
  const source = {
    "mlflow.source.name": "train.py",
    "mlflow.source.git.commit": "0123456789abcdef0123456789abcdef01234567",
    "mlflow.source.git.repoURL": "https://git.example/team/churn.git",
    "mlflow.source.git.diff": DIFF,
    "mlflow.log-model.history": '[{"artifact_path": "model"}]',
    team: "growth",
  };
  const tags = Object.entries(source).map(([key, value]) => ({ key, value }));
  const { run } = await send("runs/create", { experiment_id, run_name: "fit", start_time: 1, tags });
  const runId = run.info.run_id;
  await send("runs/update", { run_id: runId, status: "FINISHED", end_time: 2 });
  return { token, runId, page: `/experiments/${experiment_id}/runs/${runId}` };
}

async function store(page: Page, { token, runId }: Run, path: string, data: string | Buffer, type: string) {
  const answer = await page.request.put(
    `/mlflow/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/${path}`,
    { data, headers: { authorization: `Bearer ${token}`, "content-type": type } },
  );
  expect(answer.status(), await answer.text()).toBe(200);
}

test("the files of a run are looked at by what they hold, and a report reaches nothing outside of itself", async ({
  page,
}) => {
  await asAdmin(page);
  const run = await trainingRun(page);
  const image = (step: number) => `images/val~loss+step+${step}+timestamp+${step}+0199f2d0-c4c8.png`;
  for (const step of [2, 10]) await store(page, run, image(step), PNG, "image/png");
  await store(page, run, "report.html", REPORT, "text/html");
  await store(page, run, "scores.csv", "name,score\nann,0.5\nbob,0.75\n", "text/plain");
  await store(page, run, "big.json", `[${'{"n": 1234567890123456789},'.repeat(400_000)}0]`, "text/plain");
  await store(page, run, "model/MLmodel", MLMODEL, "text/plain");

  await page.goto(run.page);
  await page.getByRole("tab", { name: "Artifacts" }).click();
  const files = page.getByRole("navigation", { name: "Files" });
  const file = page.getByRole("region", { name: "File", exact: true });
  await files.getByRole("button", { name: "report.html" }).click();
  const told = file.frameLocator("iframe").locator("#out li");
  await expect(told).toHaveCount(5);
  expect((await told.allTextContents()).sort()).toEqual([
    "cookie: SecurityError",
    "mark: SecurityError",
    "network: TypeError",
    "parent: SecurityError",
    "storage: SecurityError",
  ]);
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);

  const seen = complaints(page);
  await files.getByRole("button", { name: "scores.csv" }).click();
  const table = file.getByRole("region", { name: "scores.csv" });
  await expect(table.getByRole("columnheader")).toHaveText(["name", "score"]);
  await expect(table.getByRole("row")).toHaveCount(3);
  await file.getByRole("radio", { name: "Source" }).click();
  await expect(file.getByText("ann,0.5")).toBeVisible();

  // Ten megabytes: the beginning is shown folded, its numbers as they are written.
  await files.getByRole("button", { name: "big.json" }).click();
  await expect(file.getByText(/^The first 256/)).toBeVisible();
  await file.getByRole("button", { name: "0: { 1 field }", exact: true }).click();
  await expect(file.getByText("1234567890123456789")).toBeVisible();

  await files.getByRole("button", { name: "images" }).click();
  await files.getByRole("button", { name: "val/loss" }).click();
  await expect(file.getByText("Step 10 (2 of 2)")).toBeVisible();
  await file.getByRole("slider", { name: "Step" }).press("ArrowLeft");
  await expect(file.getByText("Step 2 (1 of 2)")).toBeVisible();
  await expect(page).toHaveURL(/image_step=2/);
  await expect
    .poll(() => file.getByRole("img").evaluate((node) => (node as HTMLImageElement).naturalWidth))
    .toBe(2);

  await files.getByRole("button", { name: "model", exact: true }).click();
  await files.getByRole("button", { name: "MLmodel" }).click();
  await expect(file.getByRole("table")).toContainText("distance");
  await expect(file.getByText("sklearn")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expectNarrow(page, "artifacts", { width: 360, height: 740 });
  expect(seen).toEqual([]);
});

test("a run says which commit and changes it came from; its note and tags are written in place", async ({
  page,
}) => {
  const seen = complaints(page);
  await asAdmin(page);
  const run = await trainingRun(page);
  await store(page, run, "model/requirements.txt", "scikit-learn==1.7.2\n", "text/plain");
  await page.goto(run.page);
  // The button is there before the page's code is, and does nothing until then.
  await expect(async () => {
    await page.getByRole("button", { name: "Add a note" }).click({ timeout: 1_000 });
    await expect(page.getByRole("textbox", { name: "Note" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("textbox", { name: "Note" }).fill("**Best** so far");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("strong", { hasText: "Best" })).toBeVisible();

  const tags = page.getByRole("list", { name: "Tags" });
  await page.getByRole("button", { name: "Edit team" }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("risk");
  await page.getByRole("textbox", { name: "Value" }).press("Enter");
  await expect(tags).toContainText("risk");
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(tags).toContainText("growth");
  await page.getByRole("button", { name: "Remove team" }).click();
  await expect(tags).not.toContainText("growth");

  await page.getByRole("tab", { name: "Source and packages" }).click();
  await expect(page.getByRole("link", { name: "0123456789abcdef0123456789abcdef01234567" })).toHaveAttribute(
    "href",
    "https://git.example/team/churn/commit/0123456789abcdef0123456789abcdef01234567",
  );
  await expect(page.getByText("+depth = 5")).toBeVisible();
  await expect(page.getByText("scikit-learn==1.7.2")).toBeVisible();
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText("This one was made elsewhere")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(seen.filter((line) => !/status of 404/.test(line))).toEqual([]);
});
