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
])("%s becomes %s", (text, filled) => {
  expect(fill(text, values)).toBe(filled);
});

test.each(["{{ params.absent }}", "{{ params.toString }}", "{{ env }}", "{{ ds | upper }}"])(
  "%s is refused",
  (text) => {
    expect(() => fill(text, values)).toThrow(TemplateError);
  },
);

test("a run without a data interval has no ds", () => {
  expect(() => fill("{{ ds }}", { ...values, data_interval_start: null })).toThrow(/no data interval/);
});
