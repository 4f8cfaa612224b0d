import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, complaints, expectNarrow, expectSound } from "./fixtures";

/** A training script sends runs over MLflow's protocol; people find, sort, open, delete and restore them. */

const NAME = "churn of the e2e";
const NARROW = { width: 360, height: 740 };

async function tokenOf(page: Page): Promise<string> {
  const made = await call(page, "POST", "/tokens", {
    name: "training",
    scopes: ["experiments:read", "experiments:write"],
  });
  expect(made.status(), await made.text()).toBe(201);
  return (await made.json()).token;
}

/** As MLflow's client asks; the answer's JSON. */
async function mlflow(page: Page, token: string, path: string, data: unknown) {
  const answer = await page.request.post(`/mlflow/api/2.0/mlflow/${path}`, {
    data,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}

async function trainingRun(page: Page, token: string, experimentId: string, number: number) {
  const start_time = Date.parse("2026-03-01T00:00:00Z") + number * 60_000;
  const { run } = await mlflow(page, token, "runs/create", {
    experiment_id: experimentId,
    run_name: `fit-${number}`,
    start_time,
  });
  const run_id = run.info.run_id;
  await mlflow(page, token, "runs/log-batch", {
    run_id,
    params: [
      { key: "optimizer", value: number % 2 === 0 ? "adam" : "sgd" },
      { key: "depth", value: String(number) },
    ],
    metrics: Array.from({ length: 50 }, (_, step) => ({
      key: "val/loss",
      value: 1 / (step + 1) + number / 10,
      timestamp: start_time + step * 1_000,
      step,
    })),
  });
  await mlflow(page, token, "runs/update", { run_id, status: "FINISHED", end_time: start_time + 50_000 });
  return run_id;
}

test("runs of a training script are found, sorted, opened, deleted and restored", async ({ page }) => {
  const seen = complaints(page, /status of 422/);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: NAME });
  for (const number of [1, 2, 3, 4]) await trainingRun(page, token, experiment_id, number);

  await page.goto("/experiments");
  const experiments = page.getByRole("table", { name: "Experiments" });
  await expect(experiments.getByRole("row").filter({ hasText: NAME })).toContainText("4");
  await experiments.getByRole("link", { name: NAME }).click();
  const runs = page.getByRole("table", { name: "Runs" });
  const names = runs.getByRole("link");
  await expect(names).toHaveText(["fit-4", "fit-3", "fit-2", "fit-1"]);

  await runs.getByRole("button", { name: "val/loss", exact: true }).click();
  await expect(names).toHaveText(["fit-1", "fit-2", "fit-3", "fit-4"]);
  const filter = page.getByRole("searchbox", { name: "Filter runs" });
  await filter.fill("params.optimizer = 'adam' OR metrics.`val/loss` <");
  await filter.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be read at character" })).toBeVisible();
  await filter.fill("params.optimizer = 'adam' OR params.depth = '1'");
  await filter.press("Enter");
  await expect(names).toHaveText(["fit-1", "fit-2", "fit-4"]);

  await names.filter({ hasText: "fit-2" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "fit-2" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Parameters", exact: true })).toContainText("adam");
  await expect(page.getByRole("region", { name: "Metrics", exact: true })).toContainText("0.22");
  const card = page.getByRole("region", { name: "val/loss", exact: true });
  await expect(card.locator(".recharts-line")).toHaveCount(1);
  await card.getByRole("button", { name: "As a table" }).click();
  await expect(card.getByRole("region", { name: "Points of val/loss" }).getByRole("listitem")).toHaveCount(
    50,
  );

  await page.goBack();
  await expect(names).toHaveText(["fit-1", "fit-2", "fit-4"]);
  const fit2 = runs.getByRole("row").filter({ hasText: "fit-2" });
  await fit2.getByRole("checkbox").click();
  const bar = page.getByRole("region", { name: "Selected runs" });
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(names).toHaveText(["fit-1", "fit-4"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(names).toHaveText(["fit-1", "fit-2", "fit-4"]);
  expect(seen).toEqual([]);
});

test("an experiment is made, renamed, deleted and brought back", async ({ page }) => {
  const seen = complaints(page, /status of 409/);
  await asAdmin(page);
  await page.goto("/experiments");
  await page.getByRole("button", { name: "New experiment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Default");
  await dialog.getByRole("button", { name: "New experiment" }).click();
  await expect(dialog.getByText(/Default/)).toBeVisible();
  await dialog.getByLabel("Name").fill("made by hand");
  await dialog.getByRole("button", { name: "New experiment" }).click();
  const row = (name: string) => page.getByRole("row").filter({ hasText: name });
  await row("made by hand").getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Edit experiment" }).click();
  await dialog.getByLabel("Name").fill("renamed by hand");
  await dialog.getByRole("button", { name: "Save" }).click();
  await row("renamed by hand").getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(row("renamed by hand")).toHaveCount(0);
  await page.getByRole("radio", { name: "Deleted" }).click();
  await row("renamed by hand").getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Restore" }).click();
  await expect(row("renamed by hand")).toHaveCount(0);
  await page.getByRole("radio", { name: "Active" }).click();
  await expect(row("renamed by hand")).toBeVisible();
  expect(seen).toEqual([]);
});

test("charts of a run thin out with every peak, zoom, and are tables too", async ({ page }) => {
  const seen = complaints(page);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: "charts of the e2e" });
  const run_id = await trainingRun(page, token, experiment_id, 6);
  for (const from of [0, 1_000]) {
    const metrics = Array.from({ length: 1_000 }, (_, at) => ({
      key: "train/loss",
      value: from + at === 1_234 ? 99 : 1,
      timestamp: from + at,
      step: from + at,
    }));
    await mlflow(page, token, "runs/log-batch", { run_id, metrics });
  }
  const cpu = { key: "system/cpu", value: 50, timestamp: 1, step: 0 };
  await mlflow(page, token, "runs/log-batch", { run_id, metrics: [cpu] });

  await page.goto(`/experiments/${experiment_id}/runs/${run_id}?smooth=0.5`);
  const charts = page.getByRole("region", { name: "Charts", exact: true });
  const card = charts.getByRole("region", { name: "train/loss", exact: true });
  await expect(card).toContainText("Showing 300 of 2,000 points");
  await expect(card.locator(".recharts-line")).toHaveCount(2);
  await expect(charts.getByRole("region", { name: "system/cpu" })).toHaveCount(0);

  await card.getByRole("button", { name: "Full size" }).click();
  const full = page.getByRole("dialog");
  await expect(full.locator("canvas")).toBeVisible();
  await full.getByRole("button", { name: "As a table" }).click();
  await expect(full.getByRole("region", { name: "Points of train/loss" })).toBeVisible();
  await page.keyboard.press("Escape");

  const plot = await card.locator("[data-chart]").boundingBox();
  if (!plot) throw new Error("The chart has no place.");
  await page.mouse.move(plot.x + plot.width * 0.5, plot.y + 60);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.6, plot.y + 60, { steps: 3 });
  await page.mouse.move(plot.x + plot.width * 0.7, plot.y + 60, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(/zoom=\d+~\d+/);
  await expect(card).not.toContainText("of 2,000 points");
  await charts.getByRole("button", { name: "show all" }).click();
  await expect(card).toContainText("of 2,000 points");

  await charts.getByRole("searchbox", { name: "Find metrics" }).fill("VAL");
  await expect(card).toHaveCount(0);
  await expect(charts.getByText("The search hides 1 chart.")).toBeVisible();
  await charts.getByRole("searchbox", { name: "Find metrics" }).fill("");
  await charts.getByRole("radio", { name: "System (1)" }).click();
  await expect(charts.getByRole("region", { name: "system/cpu", exact: true })).toContainText("1 point");
  expect(seen).toEqual([]);
});

test("charts of a comparison are kept in the address, and are tables and files", async ({ page }) => {
  const seen = complaints(page);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: "compared in charts" });
  const ids: string[] = [];
  for (const number of [1, 2, 3, 4]) ids.push(await trainingRun(page, token, experiment_id, number));
  const charts = page.getByRole("region", { name: "Charts", exact: true });
  const saved = async (button: string) => {
    const download = page.waitForEvent("download");
    await charts.getByRole("button", { name: button }).click();
    return (await download).suggestedFilename();
  };

  await page.goto(`/experiments/compare?runs=${ids.join(",")}&by=params.optimizer&category=params.optimizer`);
  await expect(charts.locator(".recharts-line")).toHaveCount(2);
  await expect(charts.getByRole("region", { name: "Lines" })).toContainText("adam (2)");
  expect(await saved("Save as PNG")).toBe("curves-val-loss.png");
  expect(await saved("Save as CSV")).toBe("curves-val-loss.csv");

  await charts.getByRole("radio", { name: "Parallel coordinates" }).click();
  await expect(charts.getByText("4 of 4 runs within the ranges")).toBeVisible();
  await charts.getByRole("slider", { name: "params.depth from" }).focus();
  await page.keyboard.press("End");
  await expect(charts.getByText("1 of 4 runs within the ranges")).toBeVisible();
  await expect(page).toHaveURL(/brush=params\.depth~1000~1000/);
  expect(await saved("Save as PNG")).toBe("parallel-coordinates.png");

  for (const [kind, rows] of [
    ["Scatter", 4],
    ["Heat map", 4],
    ["Box plots", 2],
  ] as const) {
    await charts.getByRole("radio", { name: kind }).click();
    await expect(charts.locator("svg.recharts-surface, svg[data-chart-svg]").first()).toBeVisible();
    await expectNarrow(page, kind, NARROW);
    await charts.getByRole("button", { name: "As a table" }).click();
    await expect(charts.getByRole("region", { name: /^Table of/ }).getByRole("listitem")).toHaveCount(rows);
  }
  expect(seen).toEqual([]);
});

test("runs are grouped, opened beneath, moved to another experiment and removed for good", async ({
  page,
}) => {
  const seen = complaints(page);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: "grouped" });
  await mlflow(page, token, "experiments/create", { name: "other place" });
  for (const number of [1, 2, 3, 4]) await trainingRun(page, token, experiment_id, number);

  await page.goto(`/experiments/${experiment_id}?group=params.optimizer`);
  const groups = page.getByRole("table", { name: "Groups of runs" });
  await expect(groups.getByRole("row").filter({ hasText: "adam" })).toContainText("0.32 ± 0.14");
  await expect(page.getByText("2 groups of 4 runs.")).toBeVisible();
  await groups.getByRole("button", { name: "adam" }).click();
  await expect(groups.getByRole("link")).toHaveText(["fit-4", "fit-2"]);
  await page.getByRole("button", { name: "All runs", exact: true }).click();
  await page.getByRole("menuitem", { name: "Save as a view" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name of the view").fill("preferred");
  await dialog.getByLabel("Shown first to everyone").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.goto(`/experiments/${experiment_id}`);
  await expect(groups).toBeVisible();
  await page.getByRole("button", { name: "preferred" }).click();
  await page.getByRole("menuitem", { name: "All runs" }).click();

  const runs = page.getByRole("table", { name: "Runs" });
  await runs.getByRole("row").filter({ hasText: "fit-2" }).getByRole("checkbox").click();
  const bar = page.getByRole("region", { name: "Selected runs" });
  await bar.getByRole("button", { name: "Move" }).click();
  await dialog.getByLabel("other place").click();
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(runs.getByRole("link")).toHaveText(["fit-4", "fit-3", "fit-1"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(runs.getByRole("link")).toHaveText(["fit-4", "fit-3", "fit-2", "fit-1"]);

  await call(page, "DELETE", `/experiments/${experiment_id}`);
  await page.goto("/experiments?lifecycle=deleted");
  const row = page.getByRole("row").filter({ hasText: "grouped" });
  await row.getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Remove for good" }).click();
  const ask = page.getByRole("alertdialog");
  await expect(ask).toContainText("200");
  await ask.getByRole("textbox").fill("grouped");
  await ask.getByRole("button", { name: "Remove for good" }).click();
  // As long as it is open nothing behind it is there for roles.
  await expect(ask).toHaveCount(0);
  await expect(row).toHaveCount(0);
  await mlflow(page, token, "experiments/create", { name: "grouped" });
  expect(seen).toEqual([]);
});

test("its pages are sound", async ({ page }) => {
  // Three pages, each in two themes; axe takes its time where there is much on them.
  test.setTimeout(180_000);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: "sound" });
  const runId = await trainingRun(page, token, experiment_id, 5);
  const otherId = await trainingRun(page, token, experiment_id, 6);
  const heading = page.getByRole("heading", { level: 1 });
  for (const path of [
    "/experiments",
    `/experiments/${experiment_id}`,
    `/experiments/${experiment_id}?group=params.optimizer`,
    `/experiments/${experiment_id}/runs/${runId}`,
    `/experiments/compare?runs=${runId},${otherId}&chart=parallel`,
  ])
    await expectSound(page, path, { locale: "en", narrow: NARROW, there: heading });
});
