import { expect, test } from "@playwright/test";
import { asAdmin, complaints, pageOf } from "./fixtures";
import { registerDelays } from "./onnx-model";

const NAME = "e2e-delay";
const MODEL = "delays of endpoints";

test("an endpoint is made, asked in the playground, rolled out, rolled back and deleted", async ({
  browser,
}) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  const complained = complaints(page, /422|409|404 .*endpoints\/e2e-delay/);
  await registerDelays(page, MODEL, 2);
  const dialog = page.getByRole("dialog");

  await page.goto("/endpoints");
  await page.getByRole("button", { name: "New endpoint" }).first().click();
  await dialog.getByLabel("Name").fill("1 delay");
  await dialog.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: MODEL }).click();
  await dialog.getByRole("combobox", { name: "Version" }).click();
  await page.getByRole("option", { name: "v1", exact: true }).click();
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill(NAME);
  await dialog.getByRole("button", { name: "Create endpoint" }).click();
  await expect(page.getByRole("heading", { level: 1, name: NAME })).toBeVisible();

  await page.getByRole("link", { name: "Playground" }).click();
  await page.getByRole("button", { name: "Fill with an example" }).click();
  await page.getByLabel("hour").fill("late");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByLabel("hour")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("hour").fill("17");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("HTTP 200")).toBeVisible();
  await expect(page.getByRole("table").getByRole("columnheader", { name: "label" })).toBeVisible();
  await page.getByRole("radio", { name: "JSON" }).click();
  await expect(page.getByLabel("Body")).toHaveValue(/"hour": 17/);

  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Answer with v2" }).click();
  await dialog.getByRole("button", { name: "Roll out" }).click();

  await expect(page.getByText("Answered before")).toBeVisible();

  await page.getByRole("button", { name: "Roll back" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByText(`${MODEL}/1`)).toBeVisible();
  await confirm.getByRole("button", { name: "Roll back" }).click();
  await expect(confirm).toHaveCount(0);

  await expect(page.getByRole("region", { name: "Usage per caller" }).getByText("Person")).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete endpoint" }).click();
  await confirm.getByRole("textbox").fill(NAME);
  await confirm.getByRole("button", { name: "Delete endpoint" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Endpoints" })).toBeVisible();
  expect(complained).toEqual([]);
  await page.context().close();
});
