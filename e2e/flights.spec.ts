import { expect, test } from "@playwright/test";
import { asAdmin, runEnded } from "./fixtures";

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
  const graph = page.getByRole("region", { name: "Graph of tasks" });
  await graph.getByText("ingest", { exact: true }).click();
  await expect(page).toHaveURL(/task=ingest/);
  await expect(page.getByText("Flights of [2001-01-02, 2001-01-03) from the source.")).toBeVisible(STEP);
  await expect(graph.getByText("node · Running").first()).toBeVisible(STEP);
  expect(await runEnded(page, runId)).toBe("success");
  await expect(graph.getByText(/· Success$/)).toHaveCount(6);

  await page.getByRole("button", { name: "report.html", exact: true }).click();
  const report = page.getByRole("dialog", { name: "report.html" }).frameLocator("iframe");
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("Tuesday 2 January 2001");
  await expect(report.getByText("Area under the curve")).toBeVisible();
});
