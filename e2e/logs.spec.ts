import { expect, type Locator, type Page, test } from "@playwright/test";
import { asAdmin, call, runEnded, savePipeline, startRun } from "./fixtures";

const LINES = 200_000;
/** Lines in the page at any time, however long the log. */
const MOST_ROWS = 120;
/** Of the way through a log, by hand or by wheel. */
const STEPS = 80;
const WHEEL_PX = 900;

test.beforeEach(({ page }) => asAdmin(page));

test("lines show while their task still runs, each once and in order", async ({ page }) => {
  const script = "for i in $(seq 1 40); do echo line $i; done; while true; do sleep 1; done";
  await savePipeline(page, {
    dag_id: "ticker",
    tasks: [{ task_id: "tick", kind: "bash", command: ["bash", "-c", script] }],
  });
  const runId = await startRun(page, "ticker");
  await page.goto(`/pipelines/ticker/runs/${runId}?task=tick`);
  const lines = page.getByRole("region", { name: "Log, 40 lines" }).locator("[data-line]");
  await expect(lines.last()).toContainText("line 40");
  // Where one looks.
  await expect(lines.last()).toBeInViewport({ ratio: 1 });
  const numbers = (await lines.allTextContents()).map((text) => Number(/line (\d+)/.exec(text)?.[1]));
  expect(numbers).toEqual(Array.from(numbers, (_, at) => 40 - numbers.length + 1 + at));
  // The task never ends by itself: what is shown came while it ran.
  expect((await call(page, "POST", `/runs/${runId}/cancel`)).ok()).toBe(true);
  expect(await runEnded(page, runId)).toBe("cancelled");
  await expect(page.getByText("Cancelled by Ada Admin.")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alertdialog").getByText("1 task runs again", { exact: false })).toBeVisible();
});

test("200,000 lines scroll with few rows in the page, are searched, linked to and downloaded", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const long = "and on ".repeat(40);
  const script = `awk 'BEGIN { for (i = 1; i <= ${LINES}; i++) printf "line %d \\033[3%dmof a log\\033[0m %s\\n", i, i % 7 + 1, (i % 50 == 0 ? "${long}" : "") }'`;
  await savePipeline(page, {
    dag_id: "chatty",
    tasks: [{ task_id: "print", kind: "bash", command: ["bash", "-c", script] }],
  });
  const runId = await startRun(page, "chatty");
  expect(await runEnded(page, runId)).toBe("success");
  const address = `/pipelines/chatty/runs/${runId}?task=print`;
  await page.goto(address);
  const log = page.getByRole("region", { name: "Log, 200,000 lines" });
  const line = (number: number) => log.getByText(`line ${number} `, { exact: false }).first();
  await expect(line(LINES)).toBeVisible();

  for (const scroll of [dragThrough, wheelThrough]) {
    const mostRows = await mostRowsDuring(log, () => scroll(page, log));
    expect(mostRows, scroll.name).toBeGreaterThan(10);
    expect(mostRows, scroll.name).toBeLessThanOrEqual(MOST_ROWS);
  }

  // Where the scrolling ended, the lines are there and not only their places.
  await expect(log.locator("[data-line]").last()).toContainText(/line \d+ of a log/);

  await page.getByRole("searchbox", { name: "Search in the log" }).fill("LINE 123456 OF");
  await expect(page.getByText("1 of 1")).toBeVisible();
  await expect(line(123_456)).toBeVisible();
  await expect(page).toHaveURL(/#L123456$/);

  // Text that is selected stays so, and in the page, while a person scrolls away from it.
  await line(123_456).selectText();
  const selected = () => page.evaluate(() => String(getSelection()));
  expect(await selected()).toContain("line 123456");
  await log.hover();
  await page.mouse.wheel(0, 3_000);
  await expect(log).toContainText("line 123600 ");
  expect(await selected()).toContain("line 123456");
  await page.getByRole("button", { name: "Go to the end" }).click();
  await expect(line(LINES)).toBeVisible();

  await page.goto("about:blank");
  await page.goto(`${address}#L77777`);
  await expect(line(77_777)).toBeVisible();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("print-1.log");
  const stream = await download.createReadStream();
  let lines = 0;
  for await (const piece of stream) lines += String(piece).split("\n").length - 1;
  expect(lines).toBe(LINES);
});

const RECORDS = 20_000;
const BATCH = 5_000;
const FAILS = 40;

test("log records are found, counted, narrowed, opened, kept under a name and exported, by mouse and by keys", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const made = await call(page, "POST", "/tokens", { name: "shipping", scopes: ["logs:write"] });
  expect(made.status(), await made.text()).toBe(201);
  const { token } = await made.json();
  const service = "journey-shop";
  const start = Date.now() - 3_000_000;
  for (let first = 0; first < RECORDS; first += BATCH) {
    const lines = Array.from({ length: BATCH }, (_, at) => {
      const n = first + at;
      const fails = n % (RECORDS / FAILS) === 0;
      return JSON.stringify({
        time: new Date(start + n * 100).toISOString(),
        service,
        level: fails ? "error" : "info",
        message: fails ? `payment ${n} timed out <b>\u001b[31mred\u001b[0m` : `payment ${n} done`,
        ...(fails ? { pipeline: "shop", run: "run_1" } : {}),
      });
    });
    const sent = await page.request.post("/ingest/logs/", {
      headers: { authorization: `Bearer ${token}` },
      data: lines.join("\n"),
    });
    expect(sent.status(), await sent.text()).toBe(200);
  }

  // Without a word: what is here. A service is one click away.
  await page.goto("/logs");
  await page.getByRole("region", { name: "Services" }).getByRole("button", { name: service }).click();
  await expect(page).toHaveURL(/pills=service(:|%3A)journey-shop/);
  const bars = page.getByRole("region", { name: "Records over time" });
  await expect(bars.getByRole("status")).toHaveText("20,000 records");

  // All of them scroll by, and few are in the page.
  const list = page.getByRole("region", { name: "Log records" });
  await expect(list.getByText(`payment ${RECORDS - 1} done`)).toBeVisible();
  const most = await mostRowsDuring(
    list,
    async () => {
      await expect(async () => {
        await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        await expect(list.getByText("payment 1 done")).toBeVisible({ timeout: 250 });
      }).toPass({ timeout: 120_000 });
      await expect(list.getByText("20,000 records, that is all")).toBeVisible();
    },
    "[data-record]",
  );
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(MOST_ROWS);

  // Headings go down one level at a time.
  const levels = await page
    .getByRole("main")
    .getByRole("heading")
    .evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
  expect(levels[0]).toBe(1);
  expect(levels.every((level, at) => level <= (levels[at - 1] ?? 0) + 1)).toBe(true);

  // The search completes what is typed, and points at what it cannot read.
  const search = page.getByRole("combobox", { name: "Search log records" });
  await search.fill("level:error ) x");
  await expect(page.getByText("cannot be read at character 13")).toBeVisible();
  await search.fill("");
  await search.pressSequentially("level:err");
  await search.press("ArrowDown");
  await search.press("Enter");
  await expect(search).toHaveValue("level:error ");
  await search.press("Enter");
  await expect(bars.getByRole("status")).toHaveText(`${FAILS} records`);

  // What a regular expression matches is marked.
  await search.fill("message:/payment [0-9]+ timed/");
  await search.press("Enter");
  await expect(list.locator("mark").first()).toHaveText(/^payment \d+ timed$/);
  await search.fill("level:error");
  await search.press("Enter");
  await expect(bars.getByRole("status")).toHaveText(`${FAILS} records`);

  // A record opens with the keys. What it speaks of is a link, and what looks like HTML is text.
  await search.blur();
  await page.keyboard.press("j");
  const record = page.getByRole("complementary", { name: "Log record" });
  await expect(record).toContainText("timed out <b>red");
  await expect(record.getByRole("link", { name: "run_1" })).toHaveAttribute(
    "href",
    "/pipelines/shop/runs/run_1",
  );
  await page.keyboard.press("Escape");
  await expect(record).toBeHidden();

  // The bars narrow the range, also without a mouse.
  const slider = bars.getByRole("slider");
  await slider.focus();
  await slider.press("Home");
  await slider.press("Shift+End");
  await slider.press("Enter");
  await expect(page).toHaveURL(/from=\d{4}-/);
  await expect(bars.getByRole("status")).toHaveText(`${FAILS} records`);

  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV of the columns" }).click(),
  ]);
  const stream = await download.createReadStream();
  let text = "";
  for await (const piece of stream) text += String(piece);
  expect(text.trim().split("\r\n")).toHaveLength(FAILS + 1);

  await page.getByRole("button", { name: "Saved searches" }).click();
  await page.getByRole("menuitem", { name: "Save this search" }).click();
  await page.getByLabel("Name").fill("Failed payments");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Failed payments" })).toBeVisible();
  await page.goto("/logs");
  await page.getByRole("button", { name: "Saved searches" }).click();
  await page.getByRole("menuitem", { name: "Failed payments" }).click();
  await expect(search).toHaveValue("level:error");
  await expect(bars.getByRole("status")).toHaveText(`${FAILS} records`);
});

/** The most lines that were in the page in any of the pictures drawn while `act` went on. */
async function mostRowsDuring(
  box: Locator,
  act: () => Promise<unknown>,
  row = "[data-line]",
): Promise<number> {
  const counter = await box.evaluateHandle((element, selector) => {
    const seen = { most: 0, going: true };
    requestAnimationFrame(function look() {
      seen.most = Math.max(seen.most, element.querySelectorAll(selector).length);
      if (seen.going) requestAnimationFrame(look);
    });
    return seen;
  }, row);
  await act();
  return counter.evaluate((seen) => {
    seen.going = false;
    return seen.most;
  });
}

/** From the end of the box to its start: another place in every picture, as a hand on its bar does. */
function dragThrough(_: Page, box: Locator): Promise<unknown> {
  return box.evaluate(async (element, steps) => {
    for (let step = 1; step <= steps; step++) {
      element.scrollTop = (element.scrollHeight - element.clientHeight) * (1 - step / steps);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, STEPS);
}

async function wheelThrough(page: Page, box: Locator): Promise<void> {
  await box.hover();
  for (let turn = 0; turn < STEPS; turn++) await page.mouse.wheel(0, turn < STEPS / 2 ? WHEEL_PX : -WHEEL_PX);
}
