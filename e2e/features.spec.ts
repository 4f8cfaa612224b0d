import { expect, test } from "@playwright/test";
import { asAdmin, call, complaints, pageOf } from "./fixtures";

test("an entity, a view and a service are made in the console, and a row is looked up", async ({
  browser,
  baseURL,
}) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  const complained = complaints(page, /422|409/);
  const dialog = page.getByRole("dialog");
  const origin = new URL(baseURL ?? "").origin;

  await page.goto("/features/entities");
  await page.getByRole("button", { name: "New entity" }).first().click();
  await dialog.getByLabel("Name").fill("1 courier");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill("courier");
  await dialog.getByLabel("Join key").fill("courier_id");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("cell", { name: "courier_id" })).toBeVisible();

  await page.goto("/features");
  await page.getByRole("button", { name: "New view" }).first().click();
  await dialog.getByLabel("Name", { exact: true }).fill("courier_stats");
  await dialog.getByRole("combobox", { name: "Entities" }).click();
  await page.getByRole("option", { name: "courier", exact: true }).click();
  await dialog.getByLabel("Name of feature 1").fill("rating");
  await dialog.getByRole("button", { name: "Add a feature" }).click();
  await dialog.getByLabel("Name of feature 2").fill("rating");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Name of feature 2")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name of feature 2").fill("parcels");
  await dialog.getByRole("combobox", { name: "Type of feature 2" }).click();
  await page.getByRole("option", { name: "INT64", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Time to live" }).fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "courier_stats" })).toBeVisible();
  await expect(page.getByText("Made with 2 features")).toBeVisible();

  await page.goto("/features/services");
  await page.getByRole("button", { name: "New service" }).first().click();
  await dialog.getByLabel("Name", { exact: true }).fill("courier_model");
  await dialog.getByRole("combobox", { name: "Add all features of a view" }).click();
  await page.getByRole("option", { name: "courier_stats", exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Look up courier_model" }).click();

  const made = await call(page, "POST", "/tokens", { name: "couriers", scopes: ["features:write"] });
  expect(made.status(), await made.text()).toBe(201);
  const { token } = await made.json();
  const written = await page.request.post(`${origin}/feature/write-to-online-store`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    data: {
      feature_view_name: "courier_stats",
      df: {
        courier_id: [7, 8],
        event_timestamp: [new Date(Date.now() - 3_600_000).toISOString(), "2026-01-01T00:00:00Z"],
        rating: [null, 4.5],
        parcels: [12, 3],
      },
    },
  });
  expect(written.status(), await written.text()).toBe(200);
  const answer = page.getByRole("region", { name: "Answer" });
  await page.getByLabel("courier_id").fill("seven");
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(page.getByText("This is no value of the type INT64.")).toBeVisible();
  await page.getByLabel("courier_id").fill("7");
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(answer.getByRole("row", { name: /^parcels INT64 Present 12/ })).toBeVisible();
  await expect(answer.getByRole("row", { name: /^rating DOUBLE Null/ })).toBeVisible();
  await page.getByLabel("courier_id").fill("8");
  await page.keyboard.press("Enter");
  await expect(answer.getByText("Too old")).toHaveCount(2);
  await page.goBack();
  await expect(answer.getByText("Present")).toBeVisible();
  await expect(page.getByLabel("courier_id")).toHaveValue("7");

  await page.goto("/features/views/courier_stats");
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("textbox").fill("courier_stats");
  await confirm.getByRole("button", { name: "Delete view" }).click();
  await expect(confirm.getByRole("alert")).toContainText("courier_model");
  expect(complained).toEqual([]);
  for (const path of ["services/courier_model", "views/courier_stats", "entities/courier"]) {
    const read = await call(page, "GET", `/features/${path}`);
    const removed = await page.request.delete(read.url(), {
      headers: { origin, "if-match": read.headers().etag ?? "" },
    });
    expect(removed.status(), path).toBe(204);
  }
  await page.context().close();
});
