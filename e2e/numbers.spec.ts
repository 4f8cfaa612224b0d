import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, pageOf, savePipeline, startRun } from "./fixtures";

/** How much of what is in sight may move by itself while a page comes (Cumulative Layout Shift). */
const CLS = 0.03;
const ROW_PX = 32;
const ROWS_IN_SIGHT = 20;
const MOST_DOM_ROWS = 60;
/** Of a grid of 5,000 cells and of a graph of 500 tasks: those in sight, and a margin to scroll into. */
const MOST_DOM_CELLS = 1_200;
const MOST_DOM_NODES = 100;
/** What one page asks of the API until it is there. */
const MOST_READS = 15;

const LONG_LIST = 200;
const WIDE = { tasks: 200, runs: 25 };

const task = (at: number) => `t${String(at).padStart(4, "0")}`;
/** Layers of ten, each task after two of the layer above. */
const layered = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    task_id: task(at),
    kind: "empty",
    depends_on: at < 10 ? [] : [task(at - 10), task(10 * Math.floor(at / 10) - 10 + ((at + 1) % 10))],
  }));

/** A pipeline whose runs wait: rows in every list, and no work for the machine that measures. */
async function waiting(page: Page, dagId: string, tasks: number, runs: number): Promise<string> {
  await savePipeline(page, { dag_id: dagId, tasks: layered(tasks) });
  expect((await call(page, "PATCH", `/pipelines/${dagId}`, { is_paused: true })).ok()).toBe(true);
  let newest = "";
  for (let made = 0; made < runs; made += 10) {
    const ids = await Promise.all(
      Array.from({ length: Math.min(10, runs - made) }, () => startRun(page, dagId)),
    );
    newest = ids.at(-1) ?? newest;
  }
  return newest;
}

let aRun = "";

test.beforeAll(async ({ browser }) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  aRun = await waiting(page, "long_list", 3, LONG_LIST);
  await waiting(page, "wide_grid", WIDE.tasks, WIDE.runs);
  await waiting(page, "wide_graph", 500, 1);
  await waiting(page, "too_wide_graph", 1_001, 0);
  await savePipeline(page, { dag_id: "told_at_once", tasks: layered(1) });
  await page.context().close();
});

const PAGES: Record<string, () => string> = {
  "sign-in": () => "/sign-in",
  list: () => "/pipelines",
  pipeline: () => "/pipelines/long_list",
  run: () => `/pipelines/long_list/runs/${aRun}`,
};
for (const [name, path] of Object.entries(PAGES)) {
  test(`the page ${name} does not jump while it comes, and asks for no page ahead`, async ({ page }) => {
    if (name !== "sign-in") await asAdmin(page);
    await noteShifts(page);
    const asked = noteRequests(page);
    // A slow processor shows each step of a page on its own, also those that a quick one draws in one picture.
    for (const rate of [1, 4]) {
      await slowDown(page, rate);
      asked.clear();
      await page.goto(path());
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      expect(await shiftOf(page), "layout shift").toBeLessThanOrEqual(CLS);
      expect(asked.pages(), "pages asked for ahead").toEqual([]);
      expect(asked.reads().length, "reads").toBeLessThanOrEqual(MOST_READS);
    }
  });
}

test("the palette, the sorting of rows, tabs and links work in the document that is there", async ({
  page,
}) => {
  await asAdmin(page);
  await page.goto("/");
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  const asked = noteRequests(page);
  const nav = page.getByRole("navigation", { name: "Main navigation" });
  await nav.getByRole("link", { name: "Pipelines" }).click();
  await expect(page.locator("tr[data-row-id=long_list]")).toBeVisible();

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("columnheader", { name: "Pipeline" }).getByRole("button").first().click();
  await expect(page).toHaveURL(/sort=name/);

  await page.getByRole("link", { name: "long_list", exact: true }).click();
  await expect(page.locator("[role=gridcell]").first()).toBeVisible();
  await page.getByRole("link", { name: "Durations" }).click();
  await expect(page).toHaveURL(/tab=durations/);
  await page.goBack();
  await page.locator(`tr[data-row-id=${aRun}] a`).click();
  await expect(page.locator("section[aria-label=Tasks] li").first()).toBeVisible();
  expect(asked.documents()).toEqual([]);
});

test("a run that somebody else starts comes into the open list by itself", async ({ page }) => {
  await asAdmin(page);
  await page.goto("/pipelines/told_at_once");
  const rows = page.locator("tr[data-row-id^=run_]");
  await startRun(page, "told_at_once");
  await expect(rows).toHaveCount(1);
  const asked = noteRequests(page);
  await startRun(page, "told_at_once");
  await expect(rows).toHaveCount(2);
  expect([...asked.documents(), ...asked.pages()]).toEqual([]);
});

test("a long list of runs shows twenty at once in rows of 32 px, and keeps few in the page", async ({
  page,
}) => {
  await asAdmin(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/pipelines/long_list?version=1");
  const rows = page.locator("tr[data-row-id^=run_]");
  const more = page.getByRole("button", { name: "Load more" });
  await expect(rows.first()).toBeVisible();
  for (let loaded = 25; loaded < LONG_LIST; loaded += 25) {
    await more.click();
    await expect(page.getByText(`${loaded + 25} rows`)).toBeVisible();
  }
  const box = page.getByRole("region", { name: "Runs", exact: true });
  for (const share of [0, 0.5, 1]) {
    await box.evaluate((element, at) => {
      element.scrollTop = at * (element.scrollHeight - element.clientHeight);
    }, share);
    await box.scrollIntoViewIfNeeded();
    const look = () =>
      rows.evaluateAll((elements) => {
        const around = elements[0]?.closest("section")?.getBoundingClientRect();
        const head = elements[0]?.closest("table")?.querySelector("thead")?.getBoundingClientRect();
        const top = Math.max(around?.top ?? 0, head?.bottom ?? 0);
        const bottom = Math.min(around?.bottom ?? 0, innerHeight);
        const boxes = elements.map((element) => element.getBoundingClientRect());
        const inSight = boxes.filter((each) => each.top >= top - 0.5 && each.bottom <= bottom + 0.5).length;
        return { inPage: boxes.length, inSight, heights: [...new Set(boxes.map((each) => each.height))] };
      });
    // The rows of a place follow the scroll to it.
    await expect
      .poll(async () => (await look()).inSight, { message: "rows in full sight" })
      .toBeGreaterThanOrEqual(ROWS_IN_SIGHT);
    const seen = await look();
    expect(seen.heights).toEqual([ROW_PX]);
    expect(seen.inPage, "rows in the page").toBeLessThanOrEqual(MOST_DOM_ROWS);
  }
});

test("a grid of 200 tasks and 25 runs, and a graph of 500 tasks, keep only what is in sight in the page", async ({
  page,
}) => {
  await asAdmin(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/pipelines/wide_grid");
  const cells = page.locator("[role=gridcell]");
  await expect(cells.and(page.locator(`[data-row="10"][data-column="${WIDE.runs - 1}"]`))).toBeVisible();
  expect(await cells.count(), "cells in the page").toBeLessThanOrEqual(MOST_DOM_CELLS);

  await page.goto("/pipelines/wide_graph");
  const nodes = page.locator(".react-flow__node");
  await expect(nodes.first()).toBeVisible();
  expect(await nodes.count(), "tasks in the page").toBeLessThanOrEqual(MOST_DOM_NODES);
  const view = page.locator(".react-flow__viewport");
  const before = await view.getAttribute("style");
  await page.getByRole("button", { name: "Zoom Out" }).click();
  await expect(view).not.toHaveAttribute("style", before ?? "");
});

test("beyond 1,000 tasks there is a list and no drawing", async ({ page }) => {
  await asAdmin(page);
  await page.goto("/pipelines/too_wide_graph");
  await expect(page.getByRole("table", { name: "Tasks of the graph as a table" })).toBeVisible();
  await expect(page.locator(".react-flow")).toHaveCount(0);
  expect(await page.locator("tr[data-row-id]").count()).toBeLessThanOrEqual(MOST_DOM_ROWS);
});

test("who asks for less motion sees nothing that moves on and on", async ({ page }) => {
  await asAdmin(page);
  await savePipeline(page, {
    dag_id: "keeps_running",
    tasks: [{ task_id: "sleep", kind: "bash", command: ["sleep", "60"] }],
  });
  const runId = await startRun(page, "keeps_running");
  const endless = () =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            (each) =>
              each.playState === "running" && each.effect?.getComputedTiming().iterations === Infinity,
          ).length,
    );
  const path = `/pipelines/keeps_running/runs/${runId}`;
  await page.goto(path);
  await expect(page.getByRole("main").getByText("Running").first()).toBeVisible();
  expect(await endless(), "a run that goes on is seen to").toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const place of [path, "/", "/pipelines", "/pipelines/keeps_running"]) {
    await page.goto(place);
    await expect(page.getByRole("main").getByText("keeps_running").first()).toBeVisible();
    expect(await endless(), place).toBe(0);
  }
  expect((await call(page, "POST", `/runs/${runId}/cancel`)).ok()).toBe(true);
});

/** Makes the page's processor so many times slower; 1 is as it is. */
async function slowDown(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Notes in each page from here on how what it shows jumps. */
async function noteShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ("value" in entry && "hadRecentInput" in entry && entry.hadRecentInput === false)
          seen.shift += Number(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** How it has jumped, after what it still had to paint was painted. */
function shiftOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return (window as unknown as { seen: { shift: number } }).seen.shift;
  });
}

/** The requests that a page makes from here on: whole documents, the pages that its links ask for, reads of the API. */
function noteRequests(page: Page) {
  let seen: { url: string; isDocument: boolean }[] = [];
  page.on("request", (request) =>
    seen.push({ url: request.url(), isDocument: request.isNavigationRequest() }),
  );
  const those = (wanted: (one: { url: string; isDocument: boolean }) => boolean) =>
    seen.filter(wanted).map(({ url }) => url);
  return {
    clear() {
      seen = [];
    },
    documents: () => those(({ isDocument }) => isDocument),
    pages: () => those(({ url }) => url.includes("_rsc=")),
    reads: () => those(({ url }) => url.includes("/api/")),
  };
}
