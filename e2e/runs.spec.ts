import { expect, test } from "@playwright/test";
import { asAdmin, call, runEnded, savePipeline, startRun } from "./fixtures";

test.beforeEach(({ page }) => asAdmin(page));

test("a run is started with a form made from the parameters; the server's word lands on its field", async ({
  page,
}) => {
  await savePipeline(page, {
    dag_id: "asks",
    params: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", title: "Name" },
        count: { type: "integer", title: "Count", minimum: 1, default: 3 },
        level: { enum: ["low", "high"], title: "Level", default: "low" },
      },
    },
    tasks: [{ task_id: "say", kind: "bash", command: ["echo", "{{ params.name }} {{ params.count }}"] }],
  });
  await page.goto("/pipelines/asks");
  await page.getByRole("button", { name: "Run…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await expect(dialog.getByText("This is needed.")).toBeVisible();
  await dialog.getByLabel("Name").fill("it's me");
  await dialog.getByLabel("Count").fill("0");
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await expect(dialog.getByText("This must be at least 1.")).toBeVisible();
  await dialog.getByLabel("Count").fill("7");
  await dialog.getByLabel("Note").fill("by hand");
  await dialog.getByLabel("Note").press("Control+Enter");
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("by hand")).toBeVisible();
  await expect(page.getByText("it's me 7")).toBeVisible();
  await expect(page.getByText('"count": 7')).toBeVisible();
});

test("a failed run is read by its keys, explained, and its failed task is run again", async ({ page }) => {
  await savePipeline(page, {
    dag_id: "breaks",
    tasks: [
      { task_id: "first", kind: "empty" },
      { task_id: "second", kind: "bash", depends_on: ["first"], command: ["bash", "-c", "echo why; exit 4"] },
      { task_id: "third", kind: "empty", depends_on: ["second"] },
    ],
  });
  const runId = await startRun(page, "breaks");
  expect(await runEnded(page, runId)).toBe("failed");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.goto(`/pipelines/breaks/runs/${runId}?task=first`);
  await expect(
    page.getByText("This task has not been tried yet.").or(page.getByText("No output")),
  ).toBeVisible();
  await page.keyboard.press(".");
  await expect(page.getByRole("menuitem", { name: /^Re-run failed/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  await page.keyboard.press("y");
  await expect.poll(copied).toBe(runId);
  await page.keyboard.press("u");
  await expect.poll(copied).toBe(page.url());
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/task=second/);
  await expect(page.getByRole("note").getByText("why", { exact: true })).toBeVisible();
  await expect(page.getByText("It ended with exit code 4.")).toBeVisible();
  await expect(page).toHaveTitle(/^Failed · breaks · /);
  await expect(page.getByRole("region", { name: /^Log, / }).getByText("why")).toBeVisible();
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: "Go to the end" })).toBeVisible();
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: "Go to the end" })).toBeHidden();
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/task=third/);
  await expect(page.getByText("something before it failed")).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("c");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("2 tasks run again")).toBeVisible();
  await dialog.getByRole("checkbox").uncheck();
  await expect(dialog.getByText("1 task runs again")).toBeVisible();
  await dialog.getByRole("button", { name: "Re-run" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Choose a try" })).toContainText("Try 2");
  // The page stays where something was done.
  await expect(page.getByText("2 (1 by hand)")).toBeVisible();
  expect(await runEnded(page, runId)).toBe("failed");
  await savePipeline(page, { dag_id: "breaks", tasks: [{ task_id: "second", kind: "empty" }] });
  await page.reload();
  await page.getByRole("button", { name: "Re-run failed" }).click();
  await dialog.getByRole("radio", { name: /Version 2, the newest/ }).check();
  await expect(dialog.getByText("2 tasks are not in that version any more", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Re-run" }).click();
  await expect(dialog).toBeHidden();
  expect(await runEnded(page, runId)).toBe("success");
  await expect(page.getByText(/^ran .* over .*, 3 rounds$/)).toBeVisible();
  await page.getByRole("button", { name: "Run actions" }).click();
  await page.getByRole("menuitem", { name: /Run again with these values/ }).click();
  await expect(page.getByRole("dialog", { name: "Run breaks" })).toBeVisible();
});

test("a run of a paused pipeline says why it waits, and is let go on from there", async ({
  page,
  context,
}) => {
  await savePipeline(page, { dag_id: "holds", tasks: [{ task_id: "one", kind: "empty" }] });
  await call(page, "PATCH", "/pipelines/holds", { is_paused: true });
  await page.goto("/pipelines/holds");
  await expect(page.getByRole("button", { name: "Run now" })).toBeEnabled();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: "Run holds" });
  await expect(dialog.getByText("The pipeline is paused", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("Waits: the pipeline is paused.").first()).toBeVisible();
  const workers = await context.newPage();
  await workers.goto("/workers");
  await expect(workers.getByRole("row", { name: /holds.*1 run.*paused/ })).toBeVisible();
  await workers.close();
  await page.getByRole("button", { name: "Activate" }).first().click();
  await expect(page.getByText("Waits: the pipeline is paused.")).toHaveCount(0);
  await expect(page).toHaveTitle(/^Success · holds · /);
  // A cell of the grid is a link as any other: with Ctrl it opens beside this page.
  await page.goto("/pipelines/holds");
  const [beside] = await Promise.all([
    context.waitForEvent("page"),
    page.locator('[role=gridcell][data-row="1"][data-column="0"]').click({ modifiers: ["ControlOrMeta"] }),
  ]);
  await expect(beside).toHaveURL(/\/runs\/run_.*task=one/);
  await beside.close();
});

test("a backfill is previewed as one types, made, and followed to its end", async ({ page }) => {
  await savePipeline(page, {
    dag_id: "fills",
    schedule: { cron: "0 0 * * *", time_zone: "UTC" },
    tasks: [{ task_id: "one", kind: "empty" }],
  });
  await call(page, "POST", "/pipelines/fills/backfills", { from_date: "2001-01-02", to_date: "2001-01-03" });
  await page.goto("/pipelines/fills");
  await page.getByRole("button", { name: "Backfill", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").fill("2001-01-01");
  await dialog.getByLabel("Until").fill("2001-01-01");
  await expect(
    dialog.getByText("The end must be later than the start; it is not part of the range."),
  ).toBeVisible();
  await dialog.getByLabel("Until").fill("2001-01-06");
  await expect(dialog.getByText("4 new runs")).toBeVisible();
  await expect(dialog.getByText("1 stays as it is")).toBeVisible();
  await dialog.getByRole("button", { name: "Start 4 runs" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("4 of 4")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Runs", exact: true }).first().click();
  await expect(page).toHaveURL(/backfill=bf_/);
  await expect(page.getByRole("link", { name: /^\d Jan 2001$/ })).toHaveCount(4);
});
