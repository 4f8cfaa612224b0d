import { expect, test } from "vitest";
import { fill, TemplateError } from "./template";

const values = {
  run_id: "run_1",
  data_interval_start: "2026-01-05T00:00:00.000Z",
  data_interval_end: "2026-01-06T00:00:00.000Z",
  params: { name: "a b; rm -rf $HOME", n: 3, list: [1, "x"], nested: "{{ run_id }}" },
};

test.each([
  ["plain", "plain"],
  ["{{ ds }}", "2026-01-05"],
  ["{{ds}}/{{ run_id }}", "2026-01-05/run_1"],
  ["{{ data_interval_start }}", "2026-01-05T00:00:00.000Z"],
  ["{{ data_interval_end }}", "2026-01-06T00:00:00.000Z"],
  ["--name={{ params.name }}", "--name=a b; rm -rf $HOME"],
  ["{{ params.n }}", "3"],
  ["{{ params.list }}", '[1,"x"]'],
  ["{{ params.nested }}", "{{ run_id }}"],
  ["{ ds }", "{ ds }"],
  ['--format={{ "{{.Names}}" }}', "--format={{.Names}}"],
  ["{{ '{{ ds }}' }} {{ ds }}", "{{ ds }} 2026-01-05"],
  ["{{ never closed", "{{ never closed"],
])("%s becomes %s", (text, filled) => {
  expect(fill(text, values)).toBe(filled);
});

test.each(["{{ params.absent }}", "{{ params.toString }}", "{{ env }}", "{{ ds | upper }}", "{{.Names}}"])(
  "%s is refused",
  (text) => {
    expect(() => fill(text, values)).toThrow(TemplateError);
  },
);

test.each([
  // Where a day of the schedule begins, the day it is there.
  ["Asia/Seoul", "2026-11-09T15:00:00.000Z", "2026-11-10"],
  ["Asia/Kolkata", "2026-11-09T18:30:00.000Z", "2026-11-10"],
  ["Europe/Berlin", "2026-11-09T23:00:00.000Z", "2026-11-10"],
  ["Europe/Berlin", "2026-06-30T22:00:00.000Z", "2026-07-01"],
  ["Pacific/Auckland", "2026-11-09T11:00:00.000Z", "2026-11-10"],
  ["America/New_York", "2026-11-10T05:00:00.000Z", "2026-11-10"],
  ["America/New_York", "2026-11-10T04:59:00.000Z", "2026-11-09"],
  // Midnight does not exist on this day.
  ["America/Sao_Paulo", "2018-11-04T03:00:00.000Z", "2018-11-04"],
  ["UTC", "2026-11-09T15:00:00.000Z", "2026-11-09"],
])("ds is a day in the schedule's zone: %s, %s is %s", (time_zone, data_interval_start, day) => {
  expect(fill("{{ ds }}", { ...values, data_interval_start, time_zone })).toBe(day);
});

test("a run without a data interval has no ds", () => {
  expect(() => fill("{{ ds }}", { ...values, data_interval_start: null })).toThrow(/no data interval/);
});
