import { expect, type Page, test } from "@playwright/test";
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
  await page.getByRole("tab", { name: "Parameters" }).click();
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
  await page.getByRole("tab", { name: /^Tries/ }).click();
  await expect(page.getByText("2 (1 by hand)")).toBeVisible();
  await expect(page.getByRole("region", { name: "Tries" }).getByRole("row")).toHaveCount(3);
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

/** Of what is seen: the lines of the log that are whole in the window and in their box, and where the error is. */
function seen(page: Page) {
  return page.evaluate(() => {
    const inside = (rect: DOMRect, top: number, bottom: number) => rect.top >= top && rect.bottom <= bottom;
    const box = document.querySelector("[data-line]")?.closest("section")?.getBoundingClientRect();
    const error = document.querySelector("main [role=note]")?.getBoundingClientRect();
    const [top, bottom] = [Math.max(box?.top ?? 0, 0), Math.min(box?.bottom ?? 0, innerHeight)];
    return {
      lines: [...document.querySelectorAll("[data-line]")].filter((line) =>
        inside(line.getBoundingClientRect(), top, bottom),
      ).length,
      error: error !== undefined && inside(error, 0, innerHeight),
      scrolled: scrollY,
      beyond: document.documentElement.scrollHeight - innerHeight,
    };
  });
}

test("a failed run, one click from Home, shows its error and fifteen lines of its log in a small window", async ({
  page,
}) => {
  const say = "for i in $(seq 1 60); do echo step $i; done; echo a needle; echo no more flights >&2; exit 4";
  await savePipeline(page, {
    dag_id: "fits_a_window",
    tasks: [
      { task_id: "load.one", kind: "empty" },
      { task_id: "load.two", kind: "empty" },
      { task_id: "fit", kind: "bash", depends_on: ["load.one", "load.two"], command: ["bash", "-c", say] },
      { task_id: "never", kind: "empty", depends_on: ["fit"] },
    ],
  });
  const note = "See https://git.example/a/pull/4.\nand\nmany\nmore\nlines\nthan fit";
  const runId = await startRun(page, "fits_a_window", { note });
  expect(await runEnded(page, runId)).toBe("failed");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto("/");
  const attention = page.getByRole("list", { name: "Needs attention" }).getByRole("listitem");
  await attention.filter({ hasText: "fits_a_window" }).getByRole("link").nth(1).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}`));
  const log = page.getByRole("region", { name: /^Log, / });
  await expect(page.getByRole("note").getByText("no more flights")).toBeInViewport();
  await expect(log.getByText("no more flights")).toBeInViewport();
  const small = await seen(page);
  expect(small.lines).toBeGreaterThanOrEqual(15);
  expect(small).toMatchObject({ error: true, scrolled: 0, beyond: 0 });

  // The note is folded, and its addresses are links.
  await expect(page.getByRole("link", { name: "https://git.example/a/pull/4" })).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByText("than fit")).toBeInViewport();
  await page.getByRole("button", { name: "Show less" }).click();

  // A search goes to what it finds, and says which of how many it is at.
  const search = page.getByRole("searchbox", { name: "Search in the log" });
  await search.fill("needle");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await search.fill("step 1");
  await expect(page.getByText(/ of 11$/)).toBeVisible();
  await search.press("Enter");
  await expect(log.locator("[aria-current] mark")).toBeInViewport();
  await search.fill("");
  await search.blur();

  // The log is the screen, until Escape.
  await page.keyboard.press("f");
  await expect(page.locator("[inert] h1")).toHaveCount(1);
  expect((await seen(page)).lines).toBeGreaterThanOrEqual(25);
  await page.keyboard.press("Escape");
  await expect(page.locator("[inert]")).toHaveCount(0);

  // Tasks are in groups and are narrowed by state; the graph is unfolded, and stays so.
  const tasks = page.getByRole("navigation", { name: "Tasks" });
  await tasks.getByRole("button", { name: /^load/ }).click();
  await expect(tasks.getByRole("link")).toHaveCount(2);
  await tasks.getByRole("button", { name: /^Failed/ }).click();
  await expect(tasks.getByRole("link")).toHaveText([/^fit/]);
  await expect(page).toHaveURL(/state=failed/);
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const graph = page.getByRole("region", { name: "Graph of tasks" });
  await expect(graph.getByText("never")).toBeVisible();
  await page.goto(`/pipelines/fits_a_window/runs/${runId}?task=fit`);
  await expect(graph.getByText("never")).toBeVisible();
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  await expect(graph).toBeHidden();

  // On a phone the error is on the first screen.
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/pipelines/fits_a_window/runs/${runId}`);
  await expect(page.getByRole("note").getByText("no more flights")).toBeVisible();
  expect(await seen(page)).toMatchObject({ error: true, scrolled: 0 });
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
