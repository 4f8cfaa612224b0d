// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { expect, it } from "vitest";
import { AttemptError } from "@/components/runs/attempt-error";
import { RunNote } from "@/components/runs/run-note";
import type { AttemptView } from "@/lib/runs/schema";
import pipelines from "@/messages/en/pipelines.json";
import runs from "@/messages/en/runs.json";
import { PipelineDoc } from "./pipeline-doc";
import { pipelineQueries } from "./queries";

const HOSTILE = `<img src=x onerror="alert(1)"> [read me](javascript:alert(2)) [me](javascript:alert) ![me](https://evil.example/a.png) <a href="javascript:alert(3)">x</a>`;

it("what people write about pipelines and runs is text: no element and no link comes of it", () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(pipelineQueries.detail("d").queryKey, { head: { spec: { doc_md: HOSTILE } } } as never);
  const { container } = render(
    <NextIntlClientProvider locale="en" messages={{ pipelines, runs }}>
      <QueryClientProvider client={client}>
        <PipelineDoc dagId="d" />
        <AttemptError attempt={{ error_code: null, error_detail: HOSTILE } as AttemptView} />
        <AttemptError attempt={{ error_code: HOSTILE, error_detail: HOSTILE } as AttemptView} />
      </QueryClientProvider>
    </NextIntlClientProvider>,
  );
  // The page never inserts its own text into them, so each is found whole.
  expect(screen.getAllByText(HOSTILE, { exact: false }).length).toBeGreaterThanOrEqual(3);
  expect(container.querySelector("img, a, script")).toBeNull();
});

it("a run's note is text, and only its http addresses lead anywhere, as they are written", () => {
  const { container } = render(
    <NextIntlClientProvider locale="en" messages={{ runs }}>
      <RunNote runId="run_1" note={HOSTILE} canWrite={false} />
    </NextIntlClientProvider>,
  );
  expect(container.querySelector("p")?.textContent).toBe(HOSTILE);
  expect(container.querySelector("img, script")).toBeNull();
  const links = [...container.querySelectorAll("a")].map((link) => [
    link.getAttribute("href"),
    link.textContent,
  ]);
  expect(links).toEqual([["https://evil.example/a.png", "https://evil.example/a.png"]]);
});
