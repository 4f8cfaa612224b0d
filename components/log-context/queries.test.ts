import { expect, test } from "vitest";
import type { LogContext, LogRecordView } from "@/lib/log-records/schema";
import { contextQuery, linesOf } from "./queries";

const record = (id: number): LogRecordView => ({
  ...{ id: String(id), time: `t${id}`, level: "info", service: "a", host: "" },
  ...{ message: `m${id}`, trace_id: null, span_id: null, attributes: {} },
});
const page = (
  before: number[],
  id: number,
  after: number[],
  more = { before: true, after: true },
): LogContext => ({
  source: { service: "a", host: "", attempt_id: null },
  before: before.map(record),
  record: record(id),
  after: after.map(record),
  more_before: more.before,
  more_after: more.after,
  complete: true,
});

test("pages before and after stand in the order of the records, each once", () => {
  const pages = [page([1, 2], 3, []), page([3, 4], 5, [6, 7]), page([], 7, [8])];
  const { lines, at } = linesOf(pages, "5");
  expect(lines.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  expect(at).toBe(4);
});

test("further pages begin where the last one ended, until there are no more", () => {
  const { getPreviousPageParam, getNextPageParam } = contextQuery({ time: "t5", id: "5" });
  const first = page([3, 4], 5, [6]);
  expect(getPreviousPageParam?.(first, [first], { time: "t5", id: "5", before: 10, after: 10 }, [])).toEqual({
    ...{ time: "t3", id: "3", before: 50, after: 0 },
  });
  expect(getNextPageParam(first, [first], { time: "t5", id: "5", before: 10, after: 10 }, [])).toEqual({
    ...{ time: "t6", id: "6", before: 0, after: 50 },
  });
  const last = page([], 5, [], { before: false, after: false });
  expect(getNextPageParam(last, [last], { time: "t5", id: "5", before: 10, after: 10 }, [])).toBeNull();
});
