import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { ADMIN, asAdmin, call, complaints, expectSound, pageOf, violations } from "./fixtures";

// What fails names its page and its rule; to record each step takes longer than the steps.
test.use({ trace: "off" });

/** The pages that say something else while there is nothing. */
const EMPTY = [
  "/",
  "/pipelines",
  "/runs",
  "/runs/tasks",
  "/experiments",
  "/artifacts",
  "/features",
  "/features/training-sets",
  "/features/lineage",
  "/features/entities",
  "/features/services",
  "/features/look-up",
  "/settings/tokens",
  "/settings/service-accounts",
  "/settings/variables",
  "/settings/connections",
];

test.describe.configure({ mode: "serial" });

test("a fresh installation leads to set-up, which refuses a wrong token and works once", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup/);
  await page.goto("/setup?token=wrong");
  await expect(page.getByText(/This set-up link is not the one of this start/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const fill = async () => {
    await page.getByLabel("Team name").fill("Flights");
    await page.getByLabel("Your name").fill(ADMIN.name);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Make the team" }).click();
  };
  await page.goto(`/setup?token=${process.env.GWANJE_E2E_SETUP_TOKEN}`);
  await fill();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("navigation").first()).toBeVisible();
  expect((await page.goto("/setup"))?.status()).toBe(404);
});

for (const locale of ["en", "ko"]) {
  test(`before there is any pipeline, every page passes axe in both themes and fits 320 px (${locale})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(300_000);
    const page = await pageOf(browser, { colorScheme: "light" });
    await asAdmin(page);
    expect((await (await call(page, "GET", "/pipelines")).json()).data).toEqual([]);
    await page.context().addCookies([{ name: "gwanje_locale", value: locale, url: baseURL ?? "" }]);
    const complained = complaints(page);
    for (const path of EMPTY) {
      const there = page.locator("main h1, main h2").first();
      await expectSound(page, path, { locale, narrow: { width: 320, height: 640 }, there });
      expect(complained, path).toEqual([]);
    }
    await page.context().close();
  });
}

test("the pipelines of this repository appear when their files do", async ({ page }) => {
  const root = join(import.meta.dirname, "..");
  cpSync(join(root, "pipelines"), join(process.env.GWANJE_E2E_HOME ?? "", "pipelines"), { recursive: true });
  await asAdmin(page);
  await page.goto("/pipelines");
  await expect(page.getByRole("link", { name: "flights", exact: true })).toBeVisible();
});
