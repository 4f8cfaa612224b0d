import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, complaints, expectSound, runEnded, savePipeline, startRun } from "./fixtures";

/** Two runs stand side by side: what differs, from which baseline, under an address that can be passed on. */

async function tokenOf(page: Page): Promise<string> {
  const scopes = ["experiments:read", "experiments:write"];
  const made = await call(page, "POST", "/tokens", { name: "comparing", scopes });
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

type Trained = { name: string; lr: string; loss: number };

async function trained(page: Page, token: string, experiment_id: string, wish: Trained): Promise<string> {
  const { run } = await mlflow(page, token, "runs/create", {
    experiment_id,
    run_name: wish.name,
    start_time: 0,
  });
  const { run_id } = run.info;
  await mlflow(page, token, "runs/log-batch", {
    run_id,
    params: [
      { key: "lr", value: wish.lr },
      { key: "seed", value: "7" },
    ],
    metrics: [{ key: "val_loss", value: wish.loss, timestamp: 1, step: 1 }],
    tags: [
      { key: "mlflow.source.git.commit", value: `c0ffee${wish.lr}` },
      { key: "mlflow.source.git.diff", value: `-rate = 1\n+rate = ${wish.lr}` },
    ],
  });
  const stored = await page.request.put(
    `/mlflow/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts/report.json`,
    { data: JSON.stringify({ rate: wish.lr, kind: "tree" }), headers: { authorization: `Bearer ${token}` } },
  );
  expect(stored.status(), await stored.text()).toBe(200);
  await mlflow(page, token, "runs/update", { run_id, status: "FINISHED", end_time: 60_000 });
  return run_id;
}

async function twoRuns(page: Page, name: string) {
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name });
  const first = await trained(page, token, experiment_id, { name: "slow", lr: "0.1", loss: 0.4 });
  const second = await trained(page, token, experiment_id, { name: "fast", lr: "0.5", loss: 0.3 });
  return { experiment_id, first, second, token };
}

test("two runs are chosen, laid side by side by what differs, and told apart from a baseline", async ({
  page,
}) => {
  const seen = complaints(page);
  await asAdmin(page);
  const { experiment_id, token } = await twoRuns(page, "compared");
  await page.goto(`/experiments/${experiment_id}`);
  const runs = page.getByRole("table", { name: "Runs" });
  for (const name of ["slow", "fast"])
    await runs.getByRole("row").filter({ hasText: name }).getByRole("checkbox").click();
  await page.getByRole("link", { name: "Compare" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Compare 2 runs" })).toBeVisible();
  const table = page.getByRole("region", { name: "Comparison", exact: true });
  const row = (name: string) =>
    table.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("lr")).toContainText("0.1");
  await expect(row("lr")).toContainText("0.5");
  await expect(row("seed")).toHaveCount(0);
  await page.getByRole("radio", { name: "All", exact: true }).click();
  await expect(row("seed")).toHaveCount(1);
  await page.getByRole("radio", { name: "Only differences" }).click();
  await expect(row("seed")).toHaveCount(0);

  await table.getByRole("button", { name: "Actions of slow" }).click();
  const pin = page.getByRole("menuitem", { name: "Make it the baseline" });
  if (await pin.isVisible()) await pin.click();
  else await page.keyboard.press("Escape");
  const heads = table.getByRole("columnheader");
  await expect(heads.filter({ hasText: "Baseline" })).toContainText("slow");
  await expect(row("val_loss")).toContainText("-0.1");
  await expect(row("val_loss")).toContainText("better");
  await row("Changes").getByRole("button").last().click();
  await expect(page.getByRole("dialog")).toContainText("rate = 0.5");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "report.json" }).click();
  await expect(page.getByRole("dialog")).toContainText('"rate": "0.1"');
  await expect(page.getByRole("dialog")).toContainText('"rate": "0.5"');
  await page.keyboard.press("Escape");

  const address = page.url();
  await page.reload();
  await expect(heads.filter({ hasText: "Baseline" })).toContainText("slow");
  await expect(row("lr")).toContainText("0.5");
  expect(page.url()).toBe(address);

  await trained(page, token, experiment_id, { name: "third", lr: "0.9", loss: 0.2 });
  await page.getByRole("button", { name: "Add runs" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox", { name: "Find runs by name" }).fill("thi");
  await dialog.getByRole("checkbox", { name: "third" }).click();
  await dialog.getByRole("button", { name: "Add 1" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compare 3 runs" })).toBeVisible();
  await table.getByRole("button", { name: "Actions of third" }).click();
  await page.getByRole("menuitem", { name: "Remove from the comparison" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Compare 2 runs" })).toBeVisible();

  await page.getByRole("button", { name: "Actions of the comparison" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Save as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("comparison.csv");
  expect(seen).toEqual([]);
});

/** As a training script of a task does it: one run with its parameter and its metric. */
const SCRIPT = `
const { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: token } = process.env;
const [experiment_id, lr] = process.argv.slice(1);
const send = async (path, body) => {
  const headers = { authorization: "Bearer " + token, "content-type": "application/json" };
  const answer = await fetch(uri + "/api/2.0/mlflow/runs/" + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};
const { run } = await send("create", { experiment_id, run_name: "rate " + lr });
const { run_id } = run.info;
const metrics = [{ key: "val_loss", value: Number(lr) * 2, timestamp: 1 }];
await send("log-batch", { run_id, params: [{ key: "lr", value: lr }], metrics });
await send("update", { run_id, status: "FINISHED" });
`;

test("a run of a pipeline is started again with one difference put back, and its result joins both", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await asAdmin(page);
  const token = await tokenOf(page);
  const { experiment_id } = await mlflow(page, token, "experiments/create", { name: "proven" });
  const command = ["node", "--input-type=module", "-e", SCRIPT, experiment_id, "{{ params.lr }}"];
  await savePipeline(page, {
    dag_id: "compare_fit",
    params: { type: "object", properties: { lr: { type: "number", default: 0.1 } } },
    tasks: [{ task_id: "fit", kind: "bash", command }],
  });
  for (const lr of [0.1, 0.5])
    expect(await runEnded(page, await startRun(page, "compare_fit", { params: { lr } }))).toBe("success");
  const list = await call(page, "GET", `/experiment-runs?experiment_id=${experiment_id}&order_by=start_time`);
  const ids = (await list.json()).data.map(({ id }: { id: string }) => id);
  await page.goto(`/experiments/compare?runs=${ids.join(",")}`);
  const table = page.getByRole("region", { name: "Comparison", exact: true });
  await table.getByRole("button", { name: "Actions of rate 0.5" }).click();
  await page.getByRole("menuitem", { name: "Run again…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "lr: 0.1 instead of 0.5" }).click();
  await expect(dialog.getByRole("region", { name: "What will be started" })).toContainText('"lr": 0.1');
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(page.getByText("rate 0.5 again with lr = 0.1")).toBeVisible();
  const third = page.getByRole("heading", { level: 1, name: "Compare 3 runs" });
  await expect(third).toBeVisible({ timeout: 90_000 });
  await expect(table.getByRole("columnheader").filter({ hasText: "rate 0.1" })).toHaveCount(2);
});

test("the compare page is sound, also with a run that is gone", async ({ page }) => {
  await asAdmin(page);
  const { first, second } = await twoRuns(page, "sound comparison");
  const narrow = { width: 360, height: 740 };
  const heading = page.getByRole("heading", { level: 1 });
  const gone = "0".repeat(32);
  for (const runs of [`${first},${second}`, `${first},${second},${gone}`, first])
    await expectSound(page, `/experiments/compare?runs=${runs}`, { locale: "en", narrow, there: heading });
  await page.goto(`/experiments/compare?runs=${first},${second},${gone}`);
  await page.getByRole("button", { name: "Leave out" }).click();
  await expect(page).not.toHaveURL(new RegExp(gone));
});
