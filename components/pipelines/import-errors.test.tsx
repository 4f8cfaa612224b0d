// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { Tooltip } from "radix-ui";
import { afterEach, expect, it, vi } from "vitest";
import common from "@/messages/en/common.json";
import pipelines from "@/messages/en/pipelines.json";
import reasons from "@/messages/en/reasons.json";
import { ImportErrors } from "./import-errors";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const error = {
  id: "imp_1",
  file_path: "flights/train.ts",
  dag_id: "flights",
  line: 12,
  column: 5,
  field: "/tasks/0/script",
  message: "<script>alert(1)</script> is not code",
  reason: null,
  more: 0,
  since: "2001-01-01T00:00:00Z",
};

async function show(data: unknown[], dagId?: string) {
  const answered = vi.fn(() => Promise.resolve(new Response(JSON.stringify({ data }))));
  vi.stubGlobal("fetch", answered);
  const { container } = render(
    <Tooltip.Provider>
      <NextIntlClientProvider locale="en" timeZone="UTC" messages={{ common, pipelines, reasons }}>
        <QueryClientProvider client={new QueryClient()}>
          {dagId === undefined ? <ImportErrors /> : <ImportErrors dagId={dagId} />}
        </QueryClientProvider>
      </NextIntlClientProvider>
    </Tooltip.Provider>,
  );
  await vi.waitFor(() => expect(answered).toHaveBeenCalled());
  return container;
}

it("names file, line and column, and shows the reason as text", async () => {
  const container = await show([
    error,
    { ...error, id: "imp_2", file_path: "b.yaml", line: null, column: null },
  ]);
  await screen.findByText("2 files do not load");
  screen.getByText("flights/train.ts:12:5");
  screen.getByText("b.yaml");
  expect(screen.getAllByText("<script>alert(1)</script> is not code")).toHaveLength(2);
  expect(container.querySelector("script")).toBeNull();
  expect(screen.getAllByRole("link", { name: "flights" })[0]?.getAttribute("href")).toBe(
    "/pipelines/flights",
  );
  screen.getByRole("button", { name: "Copy the error of flights/train.ts" });
});

it("says why in the reader's language, with what it quotes as text, and how much more there is", async () => {
  const reason = { code: "unknown_pool", values: { task: "<b>train</b>", pool: "gpu" } };
  const container = await show([
    { ...error, reason, more: 2 },
    {
      ...error,
      id: "imp_2",
      file_path: "b.ts",
      message: "Newer than this page",
      reason: { code: "of_tomorrow", values: {} },
    },
  ]);
  await screen.findByText(/^<b>train<\/b> uses the pool gpu, which does not exist\./);
  screen.getByText("and 2 more problems in this file");
  screen.getByText("Newer than this page");
  expect(container.querySelector("b")).toBeNull();
});

it("on a pipeline's page shows that pipeline's only, and nothing when all is well", async () => {
  await show([error], "flights");
  await screen.findByText("A change of this pipeline does not load");
  cleanup();
  expect((await show([error], "other")).textContent).toBe("");
  cleanup();
  expect((await show([])).textContent).toBe("");
});
