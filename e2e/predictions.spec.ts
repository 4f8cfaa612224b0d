import { expect, type Page, test } from "@playwright/test";
import { asAdmin, call, complaints, expectSound } from "./fixtures";

/** One prediction: asked, explained, answered again by its version and by another, and compared with one before it. */

const NAME = "lateness";
const WATCHED = "watched-lateness";
/** Logistic regressions over "features" [N, 2]: the first weight is 0.5 in one and 0.9 in the other. */
const MODELS = [
  "CAgSC2d3YW5qZS10ZXN0OpMCCrgBCghmZWF0dXJlcxIFbGFiZWwSDXByb2JhYmlsaXRpZXMiEExpbmVhckNsYXNzaWZpZXIqIwoMY29lZmZpY2llbnRzOhAAAAC/zczMvQAAAD/NzMw9oAEGKhkKCmludGVyY2VwdHM6CAAAAAAAAAAAoAEGKhkKEGNsYXNzbGFiZWxzX2ludHNCAgABoAEHKh0KDnBvc3RfdHJhbnNmb3JtIghMT0dJU1RJQ6ABAzoKYWkub25ueC5tbBIBZ1obCghmZWF0dXJlcxIPCg0IARIJCgMSAU4KAggCYhQKBWxhYmVsEgsKCQgHEgUKAxIBTmIgCg1wcm9iYWJpbGl0aWVzEg8KDQgBEgkKAxIBTgoCCAJCBAoAEA9CDgoKYWkub25ueC5tbBAC",
  "CAgSC2d3YW5qZS10ZXN0OpMCCrgBCghmZWF0dXJlcxIFbGFiZWwSDXByb2JhYmlsaXRpZXMiEExpbmVhckNsYXNzaWZpZXIqIwoMY29lZmZpY2llbnRzOhBmZma/zczMvWZmZj/NzMw9oAEGKhkKCmludGVyY2VwdHM6CAAAAAAAAAAAoAEGKhkKEGNsYXNzbGFiZWxzX2ludHNCAgABoAEHKh0KDnBvc3RfdHJhbnNmb3JtIghMT0dJU1RJQ6ABAzoKYWkub25ueC5tbBIBZ1obCghmZWF0dXJlcxIPCg0IARIJCgMSAU4KAggCYhQKBWxhYmVsEgsKCQgHEgUKAxIBTmIgCg1wcm9iYWJpbGl0aWVzEg8KDQgBEgkKAxIBTgoCCAJCBAoAEA9CDgoKYWkub25ueC5tbBAC",
];

async function made(page: Page, method: string, path: string, data: unknown) {
  const answer = await call(page, method, path, data);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** An endpoint of the first of two versions. */
async function served(page: Page, name: string): Promise<string> {
  const scopes = ["experiments:read", "experiments:write", "predictions:run"];
  const { token } = await made(page, "POST", "/tokens", { name, scopes });
  const headers = { authorization: `Bearer ${token}` };
  await made(page, "POST", "/models", { name });
  for (const model of MODELS) {
    const created = await page.request.post("/mlflow/api/2.0/mlflow/runs/create", {
      data: { experiment_id: "0" },
      headers,
    });
    const { run_id } = (await created.json()).run.info;
    const path = `/mlflow/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/model/model.onnx`;
    const put = await page.request.put(path, { data: Buffer.from(model, "base64"), headers });
    expect(put.ok(), await put.text()).toBe(true);
    await made(page, "POST", `/models/${name}/versions`, { source: `runs:/${run_id}/model`, run_id });
  }
  await made(page, "POST", "/endpoints", {
    name,
    variant: { model: name, version: 1 },
    deadline_ms: 20_000,
  });
  return token;
}

test("a prediction is explained, replayed and compared", async ({ page }) => {
  const seen = complaints(page, /status of 404/);
  await asAdmin(page);
  const token = await served(page, NAME);
  const send = async (path: string, data: unknown) => {
    const answer = await page.request.post(path, { data, headers: { authorization: `Bearer ${token}` } });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  const ids: string[] = [];
  for (let asked = 0; asked < 2; asked++)
    ids.push(
      (
        await send(`/predict/${NAME}`, {
          instances: [
            [1, 2],
            [0, 3],
          ],
        })
      ).id,
    );
  const [first = "", second = ""] = ids;
  await expect.poll(async () => (await call(page, "GET", `/predictions/${second}`)).status()).toBe(200);
  await send(`/predict/${NAME}/feedback`, { feedback: [{ prediction_id: second, row: 1, label: 1 }] });

  await page.goto(`/predictions?endpoint=${NAME}`);
  const list = page.getByRole("table");
  await expect(list.getByRole("row")).toHaveCount(3);
  await list
    .getByRole("link", { name: second.slice(0, 8) })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: `Prediction of ${NAME}` })).toBeVisible();
  await expectSound(page, `/predictions/${second}`, {
    locale: "en",
    narrow: { width: 360, height: 640 },
    there: page.getByRole("heading", { name: "Where the time went" }),
  });
  const replay = page.locator("section").filter({ has: page.getByRole("heading", { name: "Replay" }) });
  await replay.getByRole("button", { name: "Answer again" }).click();
  await expect(replay.getByRole("status")).toContainText("bit for bit");
  await replay.getByRole("textbox").fill("2");
  await replay.getByRole("button", { name: "Answer again" }).click();
  await expect(replay.getByRole("status")).toContainText("Different");
  // The weight that differs is that of the first column, which is 0 in the second row.
  await expect(replay.getByRole("row")).toHaveCount(3);

  await page.getByRole("link", { name: "Compare with the same request before" }).click();
  await expect(page.getByRole("heading", { name: "Nothing differs" })).toBeVisible();
  await expectSound(page, `/predictions/compare?base=${first}&other=${second}`, {
    locale: "en",
    narrow: { width: 360, height: 640 },
    there: page.getByRole("heading", { name: "Nothing differs" }),
  });
  await expectSound(page, `/predictions/quality?endpoint=${NAME}`, {
    locale: "en",
    narrow: { width: 360, height: 640 },
    there: page.getByRole("table").first(),
  });
  expect(seen).toEqual([]);
});

test("inputs are compared with a window of the endpoint's own", async ({ page }) => {
  const seen = complaints(page);
  await asAdmin(page);
  const token = await served(page, WATCHED);
  const rows = Array.from({ length: 100 }, (_, at) => [at, at % 2]);
  for (let sent = 0; sent < 3; sent++) {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await page.request.post(`/predict/${WATCHED}`, { data: { instances: rows }, headers });
    expect(answer.status(), await answer.text()).toBe(200);
  }
  await expect
    .poll(async () => (await (await call(page, "GET", `/endpoints/${WATCHED}/drift`)).json()).rows)
    .toBe(300);
  await page.goto(`/predictions/quality?endpoint=${WATCHED}`);
  await page.getByRole("button", { name: "Choose the reference" }).click();
  const choice = page.getByRole("dialog");
  await choice.getByRole("radio", { name: "Window" }).click();
  const today = new Date().toISOString().slice(0, 10);
  await choice.getByRole("textbox", { name: "From" }).fill("2001-01-01");
  await choice.getByRole("textbox", { name: "To" }).fill(today);
  await choice.getByRole("button", { name: "Compare" }).click();
  const inputs = page.getByRole("region", { name: "Shift of inputs" });
  await expect(inputs.getByText("no shift")).toHaveCount(2);
  await inputs.getByRole("button", { name: "Distribution of 0" }).click();
  await expect(inputs.getByRole("rowheader").first()).toBeVisible();
  expect(seen).toEqual([]);
});
