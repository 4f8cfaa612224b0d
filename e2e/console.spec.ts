import { expect, type Page, test } from "@playwright/test";
import {
  asAdmin,
  call,
  complaints,
  expectNarrow,
  expectSound,
  pageOf,
  runEnded,
  savePipeline,
  startRun,
  violations,
} from "./fixtures";
import { registerDelays } from "./onnx-model";

// What fails names its page and its rule; to record each step takes longer than the steps.
test.use({ trace: "off" });

/** Every page of the console, by the address a person sees. A new page is one line here. */
const PAGES: readonly (string | (() => string))[] = [
  "/",
  "/pipelines",
  "/pipelines/axe_pipeline",
  "/pipelines/axe_pipeline?tab=code",
  "/pipelines/axe_pipeline?tab=durations",
  "/pipelines/axe_pipeline/tasks/fails",
  () => `/pipelines/axe_pipeline/runs/${runId}`,
  () => `/pipelines/axe_pipeline/runs/${runId}?view=timing&task=fails&tab=tries`,
  "/runs",
  "/runs?state=failed&when=7d",
  "/runs?q=nothing-is-called-so",
  () => `/runs/compare?b=${runId}`,
  "/runs/tasks",
  "/runs/tasks?state=failed",
  "/workers",
  "/logs",
  "/logs?q=level%3E%3Dwarn&pills=service%3Anone",
  "/experiments",
  "/experiments/0",
  "/artifacts",
  "/endpoints",
  "/endpoints/axe-endpoint",
  "/endpoints/axe-endpoint/playground",
  "/features",
  "/features/on-demand",
  "/features/on-demand/axe_computed",
  "/features/sources",
  "/features/sources/axe_source",
  "/features/entities",
  "/features/services",
  "/features/training-sets",
  "/features/lineage",
  "/features/lineage?of=view%3Aaxe_view",
  "/features/look-up",
  "/features/look-up?service=axe_service&keys=axe_id%3D1",
  "/features/views/axe_view",
  "/batch-predictions",
  "/predictions",
  "/predictions?outcome=error",
  "/predictions/quality?endpoint=nobody",
  "/settings/profile",
  "/settings/members",
  "/settings/sessions",
  "/settings/tokens",
  "/settings/service-accounts",
  "/settings/team",
  "/settings/variables",
  "/settings/connections",
  "/settings/pools",
  "/settings/webhooks",
  "/settings/retention",
  "/settings/log-store",
  "/audit",
  "/nothing-is-here",
];
let runId = "";

test.beforeAll(async ({ browser }) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  await savePipeline(page, {
    dag_id: "axe_pipeline",
    description: "A pipeline with something to see.",
    owner: "data-team",
    tags: ["daily"],
    schedule: { cron: "0 0 * * *", time_zone: "Asia/Seoul" },
    tasks: [
      {
        task_id: "says",
        kind: "bash",
        command: ["bash", "-c", "printf '\\033[31mred\\033[0m\\n'; echo plain >&2"],
      },
      { task_id: "fails", kind: "bash", depends_on: ["says"], command: ["bash", "-c", "exit 3"] },
      { task_id: "never", kind: "empty", depends_on: ["fails"] },
    ],
  });
  await defineFeatures(page);
  await registerDelays(page, "axe model", 1);
  const variant = { model: "axe model", alias: "latest" };
  await call(page, "POST", "/endpoints", { name: "axe-endpoint", variant });
  runId = await startRun(page, "axe_pipeline", { note: "A note." });
  expect(await runEnded(page, runId)).toBe("failed");
  await page.context().close();
});

/** An entity, a view of two versions and a service; a second round finds them as they are. */
async function defineFeatures(page: Page): Promise<void> {
  const described = { description: "Something to see.", owner: "data-team", tags: { team: "axe" } };
  const field = { name: "rate", type: "DOUBLE" };
  await call(page, "POST", "/features/entities", { name: "axe", join_key: "axe_id", value_type: "INT64" });
  await call(page, "POST", "/features/views", {
    name: "axe_view",
    entities: ["axe"],
    fields: [field],
    ...described,
  });
  await call(page, "POST", "/features/sources", {
    name: "axe_source",
    format: "csv",
    path: "s3://gwanje/features/axe/",
    timestamp_field: "at",
    ...described,
  });
  const read = await call(page, "GET", "/features/views/axe_view");
  await page.request.patch(read.url(), {
    headers: { origin: new URL(read.url()).origin, "if-match": read.headers().etag ?? "" },
    data: { fields: [field, { name: "count", type: "INT64_LIST" }] },
  });
  await call(page, "POST", "/features/on-demand-views", {
    name: "axe_computed",
    inputs: { rate: "axe_view:rate" },
    request: [{ name: "factor", type: "DOUBLE" }],
    features: [{ name: "scaled", type: "DOUBLE", expression: "rate * factor" }],
    ...described,
  });
  const service = { name: "axe_service", features: ["axe_view:rate", "axe_view:count"], ...described };
  await call(page, "POST", "/features/services", service);
  expect((await call(page, "GET", "/features/services/axe_service")).status()).toBe(200);
}

for (const locale of ["en", "ko"]) {
  test(`every page passes axe in both themes, fits 320 px and leaves the browser's console empty (${locale})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(600_000);
    const page = await pageOf(browser, { colorScheme: "light" });
    await asAdmin(page);
    await page.context().addCookies([{ name: "gwanje_locale", value: locale, url: baseURL ?? "" }]);
    const complained = complaints(page, /404.*\/nothing-is-here$/);
    for (const place of PAGES) {
      const path = typeof place === "function" ? place() : place;
      const there = page.locator("main h1, main h2").first();
      await expectSound(page, path, { locale, narrow: { width: 320, height: 640 }, there });
      // What a list opens is drawn only then, with styles of its own. For what was typed there may be nothing to offer.
      const nothingTyped = page.locator(':not(input), input[value=""]');
      const list = page.getByRole("main").getByRole("combobox").and(nothingTyped).first();
      if ((await list.count()) > 0) {
        await list.click();
        await expect(page.getByRole("listbox"), path).toBeVisible();
        await page.keyboard.press("Escape");
      }
      expect(complained, path).toEqual([]);
    }
    await page.context().close();
  });
}

/** Where people stand before they are in; what the links lead to need not be there. */
const DOORS = ["/sign-in", "/invite/no-such-invite", "/reset/no-such-link"];

for (const locale of ["en", "ko"]) {
  test(`the doors pass axe in both themes, fit 320 px and leave the browser's console empty (${locale})`, async ({
    browser,
    baseURL,
  }) => {
    const page = await pageOf(browser, { colorScheme: "light" });
    await page.context().addCookies([{ name: "gwanje_locale", value: locale, url: baseURL ?? "" }]);
    const complained = complaints(page);
    for (const path of DOORS) {
      const there = page.getByRole("heading", { level: 1 });
      await expectSound(page, path, { locale, narrow: { width: 320, height: 640 }, there });
      expect(complained, path).toEqual([]);
    }
    await page.context().close();
  });
}

test("the page of the API passes axe, also with an operation open, and fits 320 px", async ({ browser }) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  const complained = complaints(page);
  await page.goto("/api/docs");
  await expect(page.locator(".opblock-tag").first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.locator(".opblock-tag").first().click();
  await page.locator(".opblock-summary-control").first().click();
  await expect(page.locator(".opblock-body").first()).toBeVisible();
  // Swagger UI's own making: a link within the button of each operation, and examples that scroll without focus.
  const theirs = /^(nested-interactive|scrollable-region-focusable):/;
  expect((await violations(page)).filter((violation) => !theirs.test(violation))).toEqual([]);
  await expectNarrow(page, "/api/docs", { width: 320, height: 640 });
  expect(complained).toEqual([]);
  await page.context().close();
});

test("what does not exist answers 404 with a page of the console", async ({ browser }) => {
  const page = await pageOf(browser);
  await asAdmin(page);
  for (const path of [
    "/nothing-is-here",
    "/pipelines/nobody_made_it",
    `/pipelines/axe_pipeline/runs/${runId.slice(0, -4)}ZZZZ`,
    "/pipelines/axe_pipeline/runs/not-an-id",
    `/pipelines/another_pipeline/runs/${runId}`,
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole("navigation").first(), path).toBeVisible();
  }
  expect((await page.goto(`/pipelines/axe_pipeline/runs/${runId}`))?.status()).toBe(200);
  await page.context().close();
});
