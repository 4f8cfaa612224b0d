import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import type { LogArrivals, LogRecordView } from "@/lib/log-records/schema";
import { arrive, hold, NO_ITEMS, release, type TailItem, type TailState } from "./tail-items";

const record = (id: number): LogRecordView => ({
  ...{ id: String(id), time: "2026-01-05T12:00:00.000000Z", level: "info", service: "a", host: "" },
  ...{ message: `m${id}`, trace_id: null, span_id: null, attributes: {} },
});
const arrived = (ids: readonly number[], skipped = 0, passed = 0): LogArrivals => ({
  data: ids.map(record),
  skipped,
  passed,
});
const shown = ({ items }: TailState) =>
  items.map((item) => (item.kind === "record" ? item.record.id : `${item.why} ${item.count}`));

test("records follow each other, each once", () => {
  const state = arrive(arrive(NO_ITEMS, arrived([1, 2])), arrived([2, 3]));
  expect(shown(state)).toEqual(["1", "2", "3"]);
  expect(state.unseen).toBe(0);
});

test("what was left out stands before what follows it", () => {
  expect(shown(arrive(NO_ITEMS, arrived([9], 7, 5)))).toEqual(["passed 5", "skipped 7", "9"]);
});

test("while it is followed the oldest go, and the rest keep their numbers", () => {
  const state = arrive(arrive(NO_ITEMS, arrived([1, 2, 3]), 4), arrived([4, 5, 6]), 4);
  expect(shown(state)).toEqual(["3", "4", "5", "6"]);
  expect(state.gone).toBe(2);
});

test("while it is held nothing that is there goes, and what arrives is counted", () => {
  const held = hold(arrive(NO_ITEMS, arrived([1, 2, 3]), 4));
  const more = arrive(held, arrived([4]), 4);
  expect([shown(more), more.unseen]).toEqual([["1", "2", "3", "4"], 1]);
  const full = arrive(more, arrived([5, 6], 3), 4);
  expect([shown(full), full.unseen]).toEqual([["1", "2", "3", "4"], 6]);
  expect(shown(release(full, 4))).toEqual(["2", "3", "4", "held 5"]);
});

it("never moves what is read, and never grows without end", () => {
  const step = fc.oneof(
    fc.record({ count: fc.nat(6), skipped: fc.nat(2) }),
    fc.constant("hold" as const),
    fc.constant("release" as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = NO_ITEMS;
      let next = 0;
      let before: readonly TailItem[] = [];
      for (const one of steps) {
        before = state.items;
        const wasHeld = state.isHeld;
        if (one === "hold") state = hold(state);
        else if (one === "release") state = release(state, 10);
        else {
          const ids = Array.from({ length: one.count }, () => next++);
          state = arrive(state, arrived(ids, one.skipped), 10);
        }
        if (wasHeld && state.isHeld) expect(state.items.slice(0, before.length)).toEqual(before);
        expect(state.items.length).toBeLessThanOrEqual(12);
      }
    }),
  );
});
