import { expect, test } from "@playwright/test";
import { ADMIN, violations } from "./fixtures";

test("a fresh installation leads to set-up, which refuses a wrong token and works once", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup/);
  await page.goto("/setup?token=wrong");
  await expect(page.getByLabel("Team name")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const fill = async () => {
    await page.getByLabel("Team name").fill("Flights");
    await page.getByLabel("Your name").fill(ADMIN.name);
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Make the team" }).click();
  };
  await fill();
  await expect(page.getByText(/This set-up link is not the one of this start/)).toBeVisible();
  await page.goto(`/setup?token=${process.env.GWANJE_E2E_SETUP_TOKEN}`);
  await fill();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("navigation").first()).toBeVisible();
  expect((await page.goto("/setup"))?.status()).toBe(404);
});
