import { expect, test } from "@playwright/test";
import { asAdmin, pageOf, savePipeline } from "./fixtures";

test("the palette finds a pipeline by name, and keys lead from area to area", async ({ page }) => {
  await asAdmin(page);
  await savePipeline(page, { dag_id: "found_by_name", tasks: [{ task_id: "a", kind: "empty" }] });
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill("found_by");
  await expect(palette.getByRole("option", { name: /^found_by_name/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/pipelines\/found_by_name$/);
  await expect(palette).toBeHidden();
  await expect(page.getByRole("button", { name: "More ways to run" })).toBeEnabled();
  await page.keyboard.press(".");
  await expect(page.getByRole("menuitem", { name: /^Run with options/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  for (const [key, place] of [
    ["q", "/workers"],
    ["a", "/artifacts"],
    ["p", "/pipelines"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`${place}$`));
  }
  await expect(page.locator("tr[data-row-id]").first()).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+Slash");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help.getByText("Command palette")).toBeVisible();
  await expect(help.getByText("Copy link")).toBeVisible();
  // What can be done with one pipeline or run is not said on a list.
  await expect(help.getByText("More ways to run")).toHaveCount(0);
});

test("the time range of one page is in its address and goes along to the next", async ({ page }) => {
  await asAdmin(page);
  await page.goto("/");
  await page.getByRole("button", { name: /^Time range: / }).click();
  await page.getByRole("dialog", { name: "Time range" }).getByRole("button", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/from=now-7d&to=now/);
  await page
    .getByRole("navigation", { name: "Main navigation" })
    .getByRole("link", { name: "Workers" })
    .click();
  await expect(page).toHaveURL(/\/workers\?from=now-7d&to=now/);
  await page.getByRole("navigation", { name: "Main navigation" }).getByRole("link", { name: "Home" }).click();
  await expect(page.getByRole("button", { name: "Time range: Last 7 days" })).toBeVisible();
});

test("two tabs of a browser read one event stream, and the second takes over when the first is closed", async ({
  browser,
}) => {
  const first = await pageOf(browser);
  await asAdmin(first);
  const streams: string[] = [];
  first.context().on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/events") streams.push(request.frame().url());
  });
  await first.goto("/workers");
  await expect.poll(() => streams.length).toBe(1);
  const second = await first.context().newPage();
  await second.goto("/pipelines");
  await savePipeline(second, { dag_id: "told_to_both", tasks: [{ task_id: "a", kind: "empty" }] });
  await expect(second.getByRole("link", { name: "told_to_both", exact: true })).toBeVisible();
  expect(streams).toHaveLength(1);
  await first.close();
  await expect.poll(() => streams.length).toBe(2);
  await savePipeline(second, { dag_id: "told_to_one", tasks: [{ task_id: "a", kind: "empty" }] });
  await expect(second.getByRole("link", { name: "told_to_one", exact: true })).toBeVisible();
  expect(streams[1]).toContain("/pipelines");
  await second.context().close();
});
