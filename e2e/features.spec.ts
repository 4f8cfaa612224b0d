import { expect, test } from "@playwright/test";
import { asAdmin, call, complaints, pageOf } from "./fixtures";

test("definitions are made in the console, a row is looked up, files are materialised, and a training set is made of them", async ({
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

  const made = await call(page, "POST", "/tokens", {
    name: "couriers",
    scopes: ["features:write", "artifacts:write"],
  });
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

  const at = new Date(Date.now() - 1_800_000).toISOString();
  const stored = await page.request.put(`${origin}/data/objects/e2e/couriers.csv`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "text/csv" },
    data: `courier_id,rating,parcels,event_timestamp\n9,4.25,31,${at}\n`,
  });
  expect(stored.ok(), await stored.text()).toBe(true);
  await page.goto("/features/sources");
  await page.getByRole("button", { name: "New data source" }).first().click();
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "CSV files" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("courier_files");
  await dialog.getByLabel("Path").fill("s3://elsewhere/e2e/couriers.csv");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Path")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Path").fill("s3://gwanje/e2e/couriers.csv");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "courier_files" }).click();
  await expect(page.getByRole("cell", { name: "4.25" })).toBeVisible();

  await page.goto("/features/views/courier_stats");
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await dialog.getByRole("combobox", { name: "Data source" }).click();
  await page.getByRole("option", { name: "courier_files" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Materialise" }).click();
  await dialog.getByRole("button", { name: "Materialise" }).click();
  const history = page.getByRole("region", { name: "Materialisations" });
  await expect(history.getByRole("row", { name: /Succeeded 1 / })).toBeVisible({ timeout: 60_000 });

  await page.goto("/features/training-sets");
  await page.getByRole("button", { name: "New training set" }).first().click();
  await dialog.getByRole("radio", { name: "Rows typed here" }).click();
  await dialog
    .getByLabel("Rows as CSV")
    .fill(`courier_id,event_timestamp,label\n9,${new Date().toISOString()},1\n`);
  await dialog.getByRole("combobox", { name: "Service" }).click();
  await page.getByRole("option", { name: "courier_model" }).click();
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("link", { name: "Download parquet" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("cell", { name: "31", exact: true })).toBeVisible();

  await page.goto("/features/lineage?of=source%3Acourier_files");
  const lineage = page.getByRole("region", { name: "Lineage" });
  for (const name of ["courier_files", "courier_stats"])
    await expect(lineage.getByRole("link", { name, exact: true })).toBeVisible();
  await expect(lineage.getByRole("link", { name: "courier_model", exact: true })).toHaveCount(2);

  await page.goto("/features/views/courier_stats");
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const confirm = page.getByRole("alertdialog");
  await confirm.getByRole("textbox").fill("courier_stats");
  await confirm.getByRole("button", { name: "Delete view" }).click();
  await expect(confirm.getByRole("alert")).toContainText("courier_model");
  expect(complained).toEqual([]);
  for (const path of [
    "services/courier_model",
    "views/courier_stats",
    "sources/courier_files",
    "entities/courier",
  ]) {
    const read = await call(page, "GET", `/features/${path}`);
    const removed = await page.request.delete(read.url(), {
      headers: { origin, "if-match": read.headers().etag ?? "" },
    });
    expect(removed.status(), path).toBe(204);
  }
  await page.context().close();
});
