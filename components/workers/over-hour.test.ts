import { expect, it } from "vitest";
import { overHour } from "./over-hour";

const at = (minute: string) => ({ minute, cpu: 1, memory_bytes: 1, running: 0 });

it("has a place for each minute, the newest last, and holes where nothing was said", () => {
  const samples = [
    at("2026-01-01T10:00:00Z"),
    at("2026-01-01T10:01:00Z"),
    at("2026-01-01T10:58:00Z"),
    at("2026-01-01T11:00:00Z"),
  ];
  const hour = overHour(samples, Date.parse("2026-01-01T11:00:40Z"));
  expect(hour).toHaveLength(60);
  expect(hour.flatMap((one, place) => (one ? [[place, one.minute.slice(11, 16)]] : []))).toEqual([
    [0, "10:01"],
    [57, "10:58"],
    [59, "11:00"],
  ]);
});
