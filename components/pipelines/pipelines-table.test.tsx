// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, useInfiniteQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import common from "@/messages/en/common.json";
import pipelines from "@/messages/en/pipelines.json";
import runs from "@/messages/en/runs.json";
import schedules from "@/messages/en/schedules.json";
import shell from "@/messages/en/shell.json";
import trigger from "@/messages/en/trigger.json";
import { LastRuns } from "./last-runs";
import { NO_FILTER } from "./list-model";
import { PauseSwitch } from "./pause-switch";
import { PipelinesTable } from "./pipelines-table";
import { pipelineQueries } from "./queries";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));
// Loaded once, so that no test waits for it.
beforeAll(async () => void (await import("./pipeline-rows")));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function run(id: string, state: string, ran_ms: number) {
  const dates = { logical_date: null, data_interval_start: null, data_interval_end: null };
  const finished_at = "2001-01-01T00:00:00Z";
  return { id, run_key: id, run_type: "manual", state, finished_at, ran_ms, ...dates };
}

const row = {
  dag_id: "flights",
  description: null,
  owner: "ops",
  tags: ["daily"],
  is_paused: false,
  origin: "api",
  file_path: null,
  schedule: { cron: "0 3 * * *", time_zone: "Asia/Seoul" },
  next_run_at: null,
  schedule_problem: null,
  stale_at: null,
  version: 1,
  updated_at: "2001-01-01T00:00:00Z",
  schedule_ended: false,
  last_runs: [run("run_2", "failed", 90_000), run("run_1", "success", 60_000)],
  last_ended: run("run_2", "failed", 90_000),
  running: 2,
  queued: 0,
  rated: 3,
  succeeded: 2,
};
const COUNTS = { all: 1, failing: 1, running: 1, active: 1, paused: 0 };
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

function show(options: {
  data: unknown[];
  part?: ReactNode;
  search?: string;
  patch?: () => Promise<Response>;
}) {
  vi.stubGlobal("fetch", (_: unknown, init?: RequestInit) =>
    init?.method === "PATCH" && options.patch
      ? options.patch()
      : Promise.resolve(
          json({ data: options.data, next_cursor: null, has_more: false, tags: [], counts: COUNTS }),
        ),
  );
  renderTable(options.search, options.part);
}

function renderTable(search = "", part: ReactNode = <PipelinesTable canWrite canRun />) {
  render(
    <NuqsTestingAdapter searchParams={search}>
      <Tooltip.Provider>
        <NextIntlClientProvider
          locale="en"
          timeZone="UTC"
          messages={{ common, pipelines, runs, schedules, shell, trigger }}
        >
          <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
            {part}
          </QueryClientProvider>
        </NextIntlClientProvider>
      </Tooltip.Provider>
    </NuqsTestingAdapter>,
  );
}

it("each bar leads to its run, oldest first, and readers of a screen have a sentence", () => {
  show({ data: [row], part: <LastRuns row={row} /> });
  screen.getByText("Last runs, oldest first: Success and Failed");
  const bars = [...document.querySelectorAll("a")];
  expect(bars.map((bar) => [bar.getAttribute("href"), bar.title])).toEqual([
    ["/pipelines/flights/runs/run_1", "run_1 · Success · 1m 00s"],
    ["/pipelines/flights/runs/run_2", "run_2 · Failed · 1m 30s"],
  ]);
});

it("on a phone a card says how the last run ended, what runs, and when in words; a tag filters", async () => {
  vi.stubGlobal("innerWidth", 360);
  show({ data: [{ ...row, schedule_ended: true }], search: "?show=failing" });
  expect((await screen.findByRole("link", { name: "Failed" })).getAttribute("href")).toBe(
    "/pipelines/flights/runs/run_2",
  );
  expect(screen.getByRole("link", { name: /^Running 2$/ }).getAttribute("href")).toBe(
    "/runs?pipeline=flights&state=running",
  );
  screen.getByRole("link", { name: "66%" });
  screen.getByText("Every day at 03:00");
  screen.getByText("Ended");
  fireEvent.click(screen.getByRole("link", { name: "Show pipelines of the tag daily" }));
  await waitFor(() => expect(screen.getByRole("combobox", { name: "Tag" }).textContent).toBe("daily"));
});

function ListedSwitch() {
  const [first] = useInfiniteQuery(pipelineQueries.pages(NO_FILTER)).data?.pages[0]?.data ?? [];
  return first ? <PauseSwitch dagId={first.dag_id} isPaused={first.is_paused} /> : null;
}

it("moves the switch at once, and back when the server refuses", async () => {
  let refuse: (response: Response) => void = () => undefined;
  const answer = new Promise<Response>((resolve) => {
    refuse = resolve;
  });
  show({ data: [row], part: <ListedSwitch />, patch: () => answer });
  const isOn = () => screen.getByRole("switch").getAttribute("aria-checked");
  fireEvent.click(await screen.findByRole("switch"));
  await waitFor(() => expect(isOn()).toBe("false"));
  refuse(json({ code: "FORBIDDEN", title: "", detail: "no" }, 403));
  await waitFor(() => expect(isOn()).toBe("true"));
});

it("says how to add the first pipeline, or which filters hide them all", async () => {
  show({ data: [] });
  expect(await screen.findByText(pipelines.empty_title)).toBeTruthy();
  cleanup();
  show({ data: [row], search: "?q=taxis&show=paused" });
  expect(await screen.findByText(common.filter_empty)).toBeTruthy();
});

it("asks the server for what is not loaded, and loads more on demand", async () => {
  const asked: string[] = [];
  const page = (name: string, next: string | null) =>
    json({
      data: [{ ...row, dag_id: name }],
      next_cursor: next,
      has_more: next !== null,
      tags: ["daily", "rare"],
      counts: COUNTS,
    });
  vi.stubGlobal("fetch", (url: string) => {
    const { searchParams } = new URL(url, "http://console");
    asked.push(`${searchParams.get("tag") ?? "all"} ${searchParams.get("cursor") ?? "first"}`);
    if (searchParams.has("cursor")) return Promise.resolve(page("rare_2", null));
    return Promise.resolve(page(searchParams.has("tag") ? "rare_1" : "flights", "more"));
  });
  renderTable("?tag=rare");
  fireEvent.click(await screen.findByRole("button", { name: common.load_more }));
  await waitFor(() => expect(asked).toEqual(["all first", "rare first", "rare more"]));
});
