// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { TaskInstanceView } from "@/lib/runs/schema";
import commonEn from "@/messages/en/common.json";
import runsEn from "@/messages/en/runs.json";
import commonKo from "@/messages/ko/common.json";
import runsKo from "@/messages/ko/runs.json";
import { AttemptError } from "./attempt-error";
import { RunTasks } from "./run-tasks";

afterEach(cleanup);

const MESSAGES = { en: { common: commonEn, runs: runsEn }, ko: { common: commonKo, runs: runsKo } };
const times = { queued_at: "2001-01-01T00:00:00Z", started_at: null, finished_at: null };
const task: TaskInstanceView = {
  ...times,
  id: "ti_1",
  task_id: "<script>alert(1)</script>",
  state: "failed",
  try_number: 1,
  max_tries: 3,
  queue: "default",
  pool: "default_pool",
  eligible_at: null,
  current_attempt_id: null,
  waits_for: null,
  result: { auc: 0.71 },
  attempts: [
    {
      ...times,
      id: "0190",
      number: 1,
      version: 1,
      clear_number: 0,
      state: "lost",
      worker_id: "worker_1",
      kill_reason: null,
      exit_code: null,
      signal: null,
      error_code: "lease_lost",
      error_detail: null,
      usage: null,
      log_lines: 0,
      log_bytes: 0,
    },
  ],
};

const [attempt] = task.attempts;

describe.each(["en", "ko"] as const)("tasks of a run in %s", (locale) => {
  it("says the state in words, keeps names as text and selects", () => {
    const onSelect = vi.fn();
    render(
      <NextIntlClientProvider locale={locale} messages={MESSAGES[locale]}>
        <RunTasks
          tasks={[task]}
          selected={null}
          hrefOf={(taskId) => `/x?task=${taskId}`}
          onSelect={onSelect}
        />
        {attempt ? <AttemptError attempt={attempt} /> : null}
        {attempt ? (
          <AttemptError attempt={{ ...attempt, error_code: "brand_new", error_detail: "<b>why</b>" }} />
        ) : null}
      </NextIntlClientProvider>,
    );
    expect(screen.getByText(MESSAGES[locale].common.state.failed)).toBeTruthy();
    expect(screen.getByText(MESSAGES[locale].runs.error_code.lease_lost)).toBeTruthy();
    expect(screen.getByText("<b>why</b>")).toBeTruthy();
    expect(document.querySelector("script, b")).toBeNull();
    fireEvent.click(screen.getByRole("link", { name: /alert\(1\)/ }));
    expect(onSelect).toHaveBeenCalledWith(task.task_id);
  });
});
