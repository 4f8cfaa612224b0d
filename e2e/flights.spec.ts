import { expect, test } from "@playwright/test";
import { asAdmin, call, runEnded } from "./fixtures";

/** Two days of real flights are read, learned and scored in the middle of it. */
test.setTimeout(180_000);
/** For a step of a run on a machine that is busy with other things. */
const STEP = { timeout: 60_000 };
const DAYS = { from: "2001-01-02", until: "2001-01-04" };

test("days of real flights are backfilled, watched while they run, and their report is read", async ({
  page,
}) => {
  await asAdmin(page);
  await page.goto("/");
  await page.getByRole("link", { name: "Pipelines", exact: true }).click();
  await page.getByRole("link", { name: "flights", exact: true }).click();
  await page.getByRole("button", { name: "Backfill", exact: true }).click();
  const backfill = page.getByRole("dialog", { name: "Backfill flights" });
  await backfill.getByLabel("From").fill(DAYS.from);
  await backfill.getByLabel("Until").fill(DAYS.until);
  await expect(backfill.getByText("2 new runs")).toBeVisible();
  const days = backfill.getByRole("region", { name: "What it will do" }).getByRole("listitem");
  await expect(days).toHaveText([/2001-01-02.*New/, /2001-01-03.*New/]);
  await backfill.getByRole("button", { name: "Start 2 runs" }).click();
  await expect(backfill).toBeHidden();

  await page.getByRole("button", { name: "Runs", exact: true }).first().click();
  await page.getByRole("link", { name: "2 Jan 2001", exact: true }).click();
  await expect(page).toHaveURL(/\/flights\/runs\/run_/);
  const runId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  // The picture and the log follow the run by themselves: nothing below loads the page again.
  await page.getByRole("button", { name: "Graph", exact: true }).click();
  const graph = page.getByRole("region", { name: "Graph of tasks" });
  await graph.getByText("ingest", { exact: true }).click();
  await expect(page).toHaveURL(/task=ingest/);
  await expect(page.getByText("Flights of [2001-01-02, 2001-01-03) from the source.")).toBeVisible(STEP);
  // On a machine that is busy the first tasks may be over before the page is there.
  await expect(graph.getByText(/^(Running|Success)$/).first()).toBeVisible(STEP);
  expect(await runEnded(page, runId)).toBe("success");
  await expect(graph.getByText("Success", { exact: true })).toHaveCount(9);

  await page.getByRole("tab", { name: /^Artifacts/ }).click();
  await page.getByRole("button", { name: "report.html", exact: true }).click();
  const report = page.getByRole("dialog", { name: "report.html" }).frameLocator("iframe");
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("Tuesday 2 January 2001");
  await expect(report.getByText("Area under the curve")).toBeVisible();
  await page.keyboard.press("Escape");

  // The training is a run of an experiment. It and its task lead to each other, and so does what a client prints.
  await graph.getByText("train", { exact: true }).click();
  await page.getByRole("link", { name: "flights / 2001-01-02", exact: true }).click();
  await expect(page).toHaveURL(/\/experiments\/\d+\/runs\/[0-9a-f]{32}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2001-01-02");
  const { pathname } = new URL(page.url());
  for (const address of ["/mlflow/", "/"]) {
    await page.goto(`${address}#${pathname}`);
    await expect(page).toHaveURL((url) => url.pathname === pathname && url.hash === "");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("2001-01-02");
  }

  // Its model is a version of the registered one, and one version is the champion.
  const versions = await call(page, "GET", "/models/flight-delay/versions?metrics=auc");
  expect(versions.status(), await versions.text()).toBe(200);
  const { data } = await versions.json();
  const own = data.find((one: { run_id: string }) => pathname.endsWith(one.run_id));
  expect(own.metrics.auc).toBeGreaterThan(0.5);
  expect(data.filter((one: { aliases: string[] }) => one.aliases.includes("champion"))).toHaveLength(1);
});
