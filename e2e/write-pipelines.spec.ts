import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { asAdmin, runEnded, startRun, violations } from "./fixtures";

const FOLDER = join(process.env.GWANJE_E2E_HOME ?? "", "pipelines");

function write(path: string, text: string) {
  mkdirSync(join(FOLDER, "greeting"), { recursive: true });
  writeFileSync(join(FOLDER, path), text);
}
const pipeline = (owner: string) => `import { defineDag, node } from "gwanje";
export default defineDag({
  dag_id: "greeting",
  owner: "${owner}",
  tasks: [node("greet", { script: "greet.ts" })],
});
`;

test("an author's file becomes a pipeline while the page is open; a mistake is listed until it is mended", async ({
  page,
}) => {
  await asAdmin(page);
  await page.goto("/pipelines");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  write("greeting/greet.ts", "console.log('hello' + );\n");
  write("greeting/pipeline.ts", pipeline("ada"));
  const broken = page.getByText("greeting/greet.ts:1:23");
  await expect(broken).toBeVisible();
  await expect(page.getByText('Unexpected ")"')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  write("greeting/greet.ts", "console.log('hello');\n");
  await expect(broken).toBeHidden();
  await page.getByRole("link", { name: "greeting", exact: true }).click();
  await expect(page.getByText("greeting/pipeline.ts")).toBeVisible();
});

test("the code tab shows versions, their files, and what changed between two", async ({ page }) => {
  await asAdmin(page);
  await page.goto("/pipelines/greeting?tab=code");
  await expect(page.getByRole("link", { name: "Version 1" })).toBeVisible();
  write("greeting/pipeline.ts", pipeline("lin"));
  await expect(page.getByRole("link", { name: "Version 2" })).toBeVisible();
  await page.getByRole("button", { name: "pipeline.ts" }).click();
  await expect(page.getByLabel("pipeline.ts of version 2")).toContainText('owner: "lin"');
  await page.getByRole("combobox", { name: "Compare with" }).click();
  await page.getByRole("option", { name: "Compare with version 1" }).click();
  await expect(page).toHaveURL(/tab=code.*compare=1/);
  await expect(page.getByText("Changed").first()).toBeVisible();
  await expect(page.locator(".cm-deletedChunk")).toContainText('owner: "ada"');
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(page.locator(".cm-deletedChunk")).toContainText('owner: "ada"');

  // From a version to its runs, from a run to its version; the filter is in the address and can be taken away.
  const runId = await startRun(page, "greeting");
  expect(await runEnded(page, runId)).toBe("success");
  await page.goto("/pipelines/greeting?tab=code");
  await page.getByRole("link", { name: "1 run", exact: true }).click();
  await expect(page).toHaveURL(/greeting\?version=2$/);
  const list = page.getByRole("region", { name: "Runs", exact: true });
  await list.getByRole("link").click();
  await page.getByRole("button", { name: "Details", exact: true }).click();
  await page.getByRole("link", { name: "Version 2" }).first().click();
  await expect(page).toHaveURL(/tab=code.*version=2/);
  await expect(page.getByRole("link", { name: "Version 2" })).toHaveAttribute("aria-current", "true");
  await page.goto("/pipelines/greeting?version=1");
  await expect(list).toHaveCount(0);
  await page.getByRole("button", { name: "Remove the filter: Version 1" }).click();
  await expect(list.getByRole("link")).toHaveCount(1);
  await expect(page).toHaveURL(/greeting$/);
});
