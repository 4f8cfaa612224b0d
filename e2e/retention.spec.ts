import { expect, test } from "@playwright/test";
import { asAdmin, call, runEnded, savePipeline, startRun } from "./fixtures";

test("sees what a shorter retention would take, pins a run, and deletes a pipeline", async ({ page }) => {
  await asAdmin(page);
  const spec = { dag_id: "kept", tasks: [{ task_id: "a", kind: "bash", command: ["true"] }] };
  await savePipeline(page, spec);
  const runs: string[] = [];
  for (let at = 0; at < 3; at++) {
    const id = await startRun(page, "kept");
    await runEnded(page, id);
    runs.push(id);
  }

  await page.goto("/settings/retention");
  await page.getByLabel("Runs of each pipeline").fill("none");
  await expect(page.getByText("A whole number from 1 on.")).toBeVisible();
  await page.getByLabel("Runs of each pipeline").fill("1");
  const row = page.getByRole("row").filter({ hasText: "kept" });
  await expect(row.getByRole("cell")).toHaveText(["kept", "3", "–", "2", "2", "2", "–"]);
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByLabel("Runs of each pipeline")).toHaveValue("");

  await page.goto(`/pipelines/kept/runs/${runs[0]}`);
  const menu = page.getByRole("button", { name: "Run actions" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Pin run" }).click();
  await expect(page.getByText("Pinned", { exact: true })).toBeVisible();
  await menu.click();
  await page.getByRole("menuitem", { name: "Delete run" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("It is pinned. Unpin it first.");
  await expect(page.getByRole("button", { name: "Delete run" })).toBeDisabled();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.goto("/pipelines/kept");
  await page.getByRole("button", { name: "Pipeline actions" }).click();
  await page.getByRole("menuitem", { name: "Delete pipeline" }).click();
  await page.getByRole("textbox").fill("kept");
  await page.getByRole("button", { name: "Delete pipeline" }).click();
  await expect(page).toHaveURL(/\/pipelines$/);
  expect((await call(page, "GET", "/pipelines/kept")).status()).toBe(404);
  expect((await call(page, "GET", `/runs/${runs[0]}`)).status()).toBe(404);
});
