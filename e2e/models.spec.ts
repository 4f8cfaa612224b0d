import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, complaints, expectSound } from "./fixtures";

/** Versions of a model are judged by a policy, approved by a person, put back, compared and kept from deletion. */

const NAME = "delays of the e2e";
const AUCS = [0.8, 0.7, 0.85];

async function made(page: Page, method: string, path: string, data: unknown) {
  const answer = await call(page, method, path, data);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Versions whose runs logged these values, as a training script does it. */
async function registered(page: Page): Promise<void> {
  const { token } = await made(page, "POST", "/tokens", {
    name: "registry",
    scopes: ["experiments:read", "experiments:write"],
  });
  const mlflow = async (path: string, data: unknown) => {
    const answer = await page.request.post(`/mlflow/api/2.0/mlflow/${path}`, {
      data,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  await made(page, "POST", "/models", { name: NAME, description: "Delays in **minutes**." });
  for (const [at, auc] of AUCS.entries()) {
    const { run } = await mlflow("runs/create", { experiment_id: "0", run_name: `fit-${at + 1}` });
    const { run_id } = run.info;
    await mlflow("runs/log-batch", {
      run_id,
      metrics: [{ key: "auc", value: auc, timestamp: Date.parse("2026-03-01T00:00:00Z"), step: 0 }],
      params: [{ key: "depth", value: String(at + 3) }],
    });
    await mlflow("runs/update", { run_id, status: "FINISHED" });
    const source = `runs:/${run_id}/model`;
    await made(page, "POST", `/models/${encodeURIComponent(NAME)}/versions`, { source, run_id });
  }
}

test("an alias moves by its policy and approval, and back", async ({ page }) => {
  const seen = complaints(page, /status of 409/);
  await asAdmin(page);
  await registered(page);
  await page.goto("/models");
  await page.getByRole("table", { name: "Models" }).getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("heading", { level: 1, name: NAME })).toBeVisible();
  const versions = page.getByRole("region", { name: "Versions", exact: true });
  await expect(versions.getByRole("row").nth(1)).toContainText("0.85");

  await page.getByRole("button", { name: "Guard an alias" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("textbox", { name: "Expression (CEL)" })
    .fill("metrics.auc >= champion.metrics.auc - 0.005");
  await expect(dialog.getByRole("listitem").filter({ hasText: "v2" })).toContainText(
    "nothing to compare with",
  );
  await dialog.getByRole("radio", { name: "By an admin" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();

  const promote = async (number: number, button: string) => {
    await page.getByRole("button", { name: "Promote", exact: true }).click();
    await dialog.getByRole("textbox", { name: "Version" }).fill(String(number));
    await dialog.getByRole("textbox", { name: "Reason" }).fill(`as good as ${number}`);
    await expect(dialog.getByRole("region", { name: "Policy" })).toContainText("metrics.auc");
    await dialog.getByRole("button", { name: button }).click();
    await expect(dialog).toHaveCount(0);
  };
  const aliases = page.getByRole("list").filter({ hasText: "@champion" }).first();
  for (const number of [1, 3]) {
    await promote(number, "Ask for approval");
    await expect(page.getByText("Waiting for approval")).toBeVisible();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Approve" }).click();
    await expect(page.getByText("Waiting for approval")).toHaveCount(0);
    await expect(aliases).toContainText(`v${number}`);
  }
  await promote(2, "Ask for approval");
  await expect(page.getByText("The policy refuses v2. champion stays.")).toBeVisible();
  await expect(page.getByText("Refused by the policy")).toBeVisible();

  // A refusal stays until it is closed.
  const refusal = page.getByRole("alert").filter({ hasText: "The policy refuses v2" });
  await refusal.getByRole("button", { name: "Close" }).click();
  await expect(refusal).toHaveCount(0);

  await page.getByRole("button", { name: "History, roll back @champion" }).click();
  await expect(dialog).toContainText("as good as 3");
  await dialog.getByRole("button", { name: "Roll back to v1" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Roll back" }).click();
  await expect(dialog.getByRole("listitem").first()).toContainText("v3 → v1");
  await page.keyboard.press("Escape");
  await expect(aliases).toContainText("v1");

  await versions.getByRole("checkbox", { name: "Compare v1" }).click();
  await versions.getByRole("checkbox", { name: "Compare v3" }).click();
  await page.getByRole("link", { name: "Compare v1 with v3" }).click();
  await expect(page.getByRole("region", { name: "Metrics", exact: true })).toContainText("0.85");
  await page.getByRole("link", { name: "v1", exact: true }).click();
  await expect(page.getByText(`models:/${NAME}@champion`)).toBeVisible();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete version" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete version" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "alias champion → version 1" })).toBeVisible();

  const home = `/models/${encodeURIComponent(NAME)}`;
  const narrow = { width: 360, height: 800 };
  for (const path of ["/models", home, `${home}/versions/1`, `${home}/compare?base=1&other=3`])
    await expectSound(page, path, {
      locale: "en",
      narrow,
      there: page.getByRole("heading", { level: 1 }),
    });
  expect(seen).toEqual([]);
});

test("a webhook shows its secret once, and its messages", async ({ page }) => {
  const seen = complaints(page);
  await asAdmin(page);
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Address" }).fill("https://hooks.example.com/registry");
  await dialog.getByRole("checkbox", { name: "Promotion failed the policy" }).check();
  await dialog.getByRole("button", { name: "New webhook" }).click();
  await expect(dialog).toContainText("whsec_");
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "https://hooks.example.com/registry", exact: true }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await expect(dialog.getByRole("listitem")).toContainText("webhook.test");
  expect(seen).toEqual([]);
});
