import { expect, type Locator, type Page, test } from "@playwright/test";
import { asAdmin, call, runEnded, savePipeline, startRun } from "./fixtures";

test.beforeEach(({ page }) => asAdmin(page));

/** Clicks that are counted. */
function clicker() {
  let clicks = 0;
  return {
    async click(target: Locator) {
      clicks += 1;
      await target.click();
    },
    count: () => clicks,
  };
}

/** Fails, unless it is asked for another way; with a tag of its own, and a word that only this pipeline prints. */
async function breaking(page: Page, dagId: string, tag: string): Promise<void> {
  await savePipeline(page, {
    dag_id: dagId,
    tags: [tag],
    params: { type: "object", properties: { exit: { type: "integer", default: 3 } } },
    tasks: [
      { task_id: "load", kind: "bash", command: ["bash", "-c", "echo loaded"] },
      {
        task_id: "fit",
        kind: "bash",
        depends_on: ["load"],
        command: ["bash", "-c", `echo "no rows in ${dagId}" >&2; exit "$1"`, "fit", "{{ params.exit }}"],
      },
    ],
  });
}
const nav = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name, exact: true });
const pipelineLink = (page: Page, dagId: string) =>
  page.locator(`tr[data-row-id=${dagId}]`).getByRole("link", { name: dagId, exact: true });
const table = (page: Page) => page.getByRole("table", { name: "Runs", exact: true });

test("yesterday's failed runs of all pipelines are two clicks from Home", async ({ page }) => {
  await breaking(page, "fails_by_night", "clicks_one");
  const runId = await startRun(page, "fails_by_night");
  expect(await runEnded(page, runId)).toBe("failed");
  const run = await (await call(page, "GET", `/runs/${runId}`)).json();
  // A day later.
  await page.clock.setFixedTime(Date.parse(run.first_started_at) + 86_400_000);
  await page.goto("/");
  const by = clicker();
  await by.click(nav(page, "Runs"));
  await by.click(page.getByRole("link", { name: "Failed yesterday" }));
  await expect(page).toHaveURL(/state=failed&.*when=yesterday|when=yesterday&.*state=failed/);
  const row = table(page).getByRole("row").filter({ hasText: "fails_by_night" });
  await expect(row.getByText("no rows in fails_by_night")).toBeVisible();
  expect(by.count()).toBe(2);
  await page.reload();
  await expect(row).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(/\/runs$/);
});

test("an older failure of a pipeline that has recovered is three clicks from Home, with its error", async ({
  page,
}) => {
  await breaking(page, "recovers", "clicks_two");
  const failed = await startRun(page, "recovers");
  expect(await runEnded(page, failed)).toBe("failed");
  expect(await runEnded(page, await startRun(page, "recovers", { params: { exit: 0 } }))).toBe("success");
  await page.goto("/");
  const by = clicker();
  await by.click(nav(page, "Runs"));
  await by.click(page.getByRole("link", { name: "Failed in 7 days" }));
  const row = table(page).getByRole("row").filter({ hasText: "recovers" });
  await by.click(row.getByRole("link").first());
  await expect(page).toHaveURL(new RegExp(`/pipelines/recovers/runs/${failed}`));
  await expect(page.getByRole("note").getByText("no rows in recovers")).toBeVisible();
  expect(by.count()).toBe(3);

  // Another way: the task's name in the grid opens its history.
  await page.goto("/");
  const byTask = clicker();
  await byTask.click(nav(page, "Pipelines"));
  await byTask.click(pipelineLink(page, "recovers"));
  await expect(page.getByRole("gridcell", { name: /^fit, .*Failed/ })).toHaveAttribute("data-column", "1");
  await byTask.click(page.getByRole("rowheader", { name: "fit" }));
  const history = page.getByRole("region", { name: "Its runs" });
  await expect(history.getByRole("row").filter({ hasText: "no rows in recovers" })).toHaveCount(1);
  await byTask.click(history.getByRole("row").filter({ hasText: "Failed" }).getByRole("link").first());
  await expect(page).toHaveURL(new RegExp(`/pipelines/recovers/runs/${failed}\\?task=fit`));
  expect(byTask.count()).toBe(4);

  // The grid shows only what failed, and says so in its address.
  await page.goto("/pipelines/recovers");
  await page.getByRole("combobox", { name: "State" }).first().click();
  await page.getByRole("option", { name: "Failed" }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(page.getByRole("gridcell", { name: /^Run, / })).toHaveCount(1);
  await page.getByRole("button", { name: "Failed 1" }).click();
  await expect(page.getByRole("gridcell", { name: /^Run, .*Failed/ })).toBeFocused();
});

test("what changed between two versions is four clicks from Home, in the words that were sent", async ({
  page,
}) => {
  await breaking(page, "rewritten", "clicks_three");
  await savePipeline(page, { dag_id: "rewritten", tasks: [{ task_id: "load", kind: "empty" }] });
  await page.goto("/");
  const by = clicker();
  await by.click(nav(page, "Pipelines"));
  await by.click(pipelineLink(page, "rewritten"));
  await by.click(page.getByRole("link", { name: "Code", exact: true }));
  await expect(page.getByLabel("pipeline.json of version 2")).not.toContainText("retry_delay_ms");
  await by.click(page.getByRole("link", { name: "Changes", exact: true }));
  await expect(page.locator(".cm-deletedChunk").first()).toContainText("clicks_three");
  expect(by.count()).toBe(4);
  await page.getByRole("button", { name: "Stored spec (JSON)" }).click();
  await expect(page.getByLabel("Stored spec (JSON) of version 2")).toContainText("retry_delay_ms");
});

test("why a pipeline fails is one click from Home; which ones fail two, and the red bar leads to its run", async ({
  page,
}) => {
  await breaking(page, "says_why", "clicks_why");
  const failed = await startRun(page, "says_why");
  expect(await runEnded(page, failed)).toBe("failed");
  await page.goto("/");
  const by = clicker();
  const row = page
    .getByRole("list", { name: "Needs attention" })
    .getByRole("listitem")
    .filter({ hasText: "says_why" });
  await expect(row.getByText("no rows in says_why")).toBeVisible();
  await by.click(row.getByRole("link").nth(1));
  await expect(page).toHaveURL(new RegExp(`/runs/${failed}\\?task=fit`));
  await expect(page.getByRole("note").getByText("no rows in says_why")).toBeVisible();
  expect(by.count()).toBe(1);

  await page.goto("/");
  const other = clicker();
  await other.click(nav(page, "Pipelines"));
  await other.click(page.getByRole("link", { name: /^Failing \d+$/ }));
  const line = page
    .getByRole("table", { name: "Pipelines" })
    .getByRole("row")
    .filter({ hasText: "says_why" });
  await expect(line.getByRole("link", { name: "Failed" })).toHaveAttribute("href", new RegExp(failed));
  await expect(line.getByText("0%")).toBeVisible();
  expect(other.count()).toBe(2);
  await line.locator(`a[href$="${failed}"]`).last().click();
  await expect(page).toHaveURL(new RegExp(`/runs/${failed}`));

  // A run is started from the list, which stays.
  await page.goto("/pipelines?q=says_why");
  await page.getByRole("button", { name: "Run says_why" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "clicks_why" }).click();
  await expect(page).toHaveURL(/tag=clicks_why/);
});

test("the failed tasks of last week over five pipelines run again with five clicks, after a preview", async ({
  page,
}) => {
  const dags = ["one", "two", "three", "four", "five"].map((name) => `mends_${name}`);
  const runs: string[] = [];
  for (const dag of dags) {
    await breaking(page, dag, "clicks_three");
    runs.push(await startRun(page, dag));
  }
  for (const id of runs) expect(await runEnded(page, id)).toBe("failed");
  await page.goto("/");
  const by = clicker();
  await by.click(nav(page, "Runs"));
  await by.click(page.getByRole("link", { name: "Failed in 7 days" }));
  await expect(table(page).getByRole("row").filter({ hasText: "mends_" })).toHaveCount(5);
  await by.click(page.getByRole("checkbox", { name: "Select all" }));
  await by.click(page.getByRole("button", { name: "Re-run failed tasks" }));
  const dialog = page.getByRole("dialog");
  for (const dag of dags) await expect(dialog.getByText(dag, { exact: true })).toBeVisible();
  await expect(dialog.getByRole("status")).toContainText(/\d+ runs of \d+ pipelines, \d+ tasks/);
  await by.click(dialog.getByRole("button", { name: /^Re-run \d+ runs$/ }));
  await expect(page.getByText(/^\d+ tasks run again in \d+ runs\.$/)).toBeVisible();
  expect(by.count()).toBe(5);
  for (const id of runs) {
    const { clear_number } = await (await call(page, "GET", `/runs/${id}`)).json();
    expect(clear_number).toBe(1);
  }
});

test("two runs of a pipeline are compared in three clicks from Home: times, parameters, logs", async ({
  page,
}) => {
  await breaking(page, "differs", "clicks_four");
  const good = await startRun(page, "differs", { params: { exit: 0 } });
  expect(await runEnded(page, good)).toBe("success");
  const bad = await startRun(page, "differs", { params: { exit: 4 } });
  expect(await runEnded(page, bad)).toBe("failed");
  await page.goto("/");
  const by = clicker();
  const attention = page.getByRole("list", { name: "Needs attention" }).getByRole("listitem");
  await by.click(attention.filter({ hasText: "differs" }).getByRole("link").nth(1));
  await by.click(page.getByRole("link", { name: "Compare" }));
  await expect(page).toHaveURL(new RegExp(`/runs/compare\\?b=${bad}`));
  const params = page.getByRole("region", { name: "Parameters" });
  await expect(params.getByRole("row").filter({ hasText: "exit" })).toContainText("04");
  await expect(page.getByRole("button", { name: /^fit/ })).toHaveAttribute("aria-pressed", "true");
  await by.click(page.getByRole("button", { name: "Swap" }));
  await expect(page).toHaveURL(new RegExp(`b=${good}&a=${bad}`));
  await expect(params.getByRole("row").filter({ hasText: "exit" })).toContainText("40");
  expect(by.count()).toBeLessThanOrEqual(3);
});

test("a selection is marked and noted, and put back; a view of it is saved and found again", async ({
  page,
}) => {
  await breaking(page, "kept", "clicks_five");
  const id = await startRun(page, "kept");
  expect(await runEnded(page, id)).toBe("failed");
  const state = async () => (await (await call(page, "GET", `/runs/${id}`)).json()).state;
  await page.goto("/runs?pipeline=kept");
  await page.getByRole("checkbox", { name: `Select row ${id}` }).click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Mark success/ }).click();
  await page.getByRole("button", { name: "Mark 1 run" }).click();
  await expect(page.getByText("1 run is marked.")).toBeVisible();
  expect(await state()).toBe("success");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1 run is as before.")).toBeVisible();
  expect(await state()).toBe("failed");

  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  await page.getByLabel("Name").fill("Only kept");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(/view=rvw_/);
  await page.goto("/runs");
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: /^Only kept/ }).click();
  await expect(page).toHaveURL(/pipeline=kept/);
  await expect(table(page).getByRole("row")).toHaveCount(2);
});

test("numbers lead to the runs they count, and tasks are found by their error", async ({ page }) => {
  await breaking(page, "counted", "clicks_six");
  expect(await runEnded(page, await startRun(page, "counted"))).toBe("failed");
  await page.goto("/");
  const failed = page.getByRole("definition").getByRole("link", { name: /Failed$/ });
  const count = /\d+/.exec((await failed.textContent()) ?? "")?.[0];
  await failed.click();
  await expect(page).toHaveURL(/\/runs\?state=failed/);
  const states = page.getByRole("list", { name: "Runs by state" });
  await expect(states.getByRole("link", { name: /^Failed/ })).toHaveText(`Failed${count}`);
  await page.getByRole("link", { name: "Task instances" }).click();
  await page.getByRole("searchbox", { name: "Task or text of the error" }).fill("no rows in counted");
  await page.keyboard.press("Enter");
  const row = page.getByRole("table", { name: "Task instances" }).getByRole("row").nth(1);
  await expect(row).toContainText("fit");
  await expect(row).toContainText("no rows in counted");
});

test("a run with values of its own is four clicks from Home, and a backfill of the last seven days five", async ({
  page,
}) => {
  await savePipeline(page, {
    dag_id: "asked_often",
    schedule: { cron: "0 0 * * *", time_zone: "UTC" },
    params: { type: "object", properties: { word: { type: "string", title: "Word", default: "no" } } },
    tasks: [{ task_id: "say", kind: "bash", command: ["echo", "{{ params.word }}"] }],
  });
  await page.goto("/");
  const by = clicker();
  await by.click(nav(page, "Pipelines"));
  await by.click(pipelineLink(page, "asked_often"));
  await by.click(page.getByRole("button", { name: "Run…" }));
  await page.getByRole("dialog").getByLabel("Word").fill("by hand");
  await by.click(page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }));
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("by hand")).toBeVisible();
  expect(by.count()).toBe(4);

  await page.goto("/");
  const week = clicker();
  await week.click(nav(page, "Pipelines"));
  await week.click(pipelineLink(page, "asked_often"));
  await week.click(page.getByRole("button", { name: "Backfill", exact: true }));
  const dialog = page.getByRole("dialog");
  await week.click(dialog.getByRole("button", { name: "Last 7 days" }));
  await week.click(dialog.getByRole("button", { name: "Start 7 runs" }));
  await expect(dialog).toBeHidden();
  await expect(page.getByText("7 of 7")).toBeVisible({ timeout: 30_000 });
  expect(week.count()).toBe(5);
});
