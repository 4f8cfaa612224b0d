import { expect, it, vi } from "vitest";
import type { LogRecordView } from "@/lib/log-records/schema";
import { createRecordPages, type LoadedPage } from "./record-pages";

const record = (id: number): LogRecordView => ({
  id: String(id),
  time: "2026-01-05T12:00:00.000000Z",
  level: "info",
  service: "web",
  host: "",
  message: `record ${id}`,
  trace_id: null,
  span_id: null,
  attributes: {},
});

/** Of so many records, page by page; the cursor is the number of the next one. */
const load = (total: number, size = 10) =>
  vi.fn(async (cursor: string): Promise<LoadedPage> => {
    const first = Number(cursor || 0);
    const data = Array.from({ length: Math.min(size, total - first) }, (_, at) => record(first + at));
    const end = first + data.length;
    return {
      data,
      next_cursor: end < total ? String(end) : null,
      searched_to: `to ${end}`,
      complete: true,
    };
  });

it("loads page by page until there are no more", async () => {
  const pages = createRecordPages(load(25));
  await pages.more();
  expect(pages.state()).toMatchObject({ count: 10, status: "idle" });
  await pages.more();
  await pages.more();
  expect(pages.state()).toMatchObject({ count: 25, status: "ended", searchedTo: "to 25" });
  await pages.more();
  expect(Array.from({ length: 26 }, (_, at) => pages.recordAt(at)?.id)).toEqual([
    ...Array.from({ length: 25 }, (_, at) => String(at)),
    undefined,
  ]);
});

it("keeps the records around what is in sight, and loads the others again when they are", async () => {
  const loads = load(1_000);
  const pages = createRecordPages(loads);
  for (let page = 0; page < 100; page++) await pages.more();
  pages.see(990, 999);
  expect(pages.recordAt(0)).toBeUndefined();
  expect(pages.recordAt(995)?.id).toBe("995");
  const before = loads.mock.calls.length;
  pages.see(0, 9);
  await vi.waitFor(() => expect(pages.recordAt(5)?.id).toBe("5"));
  expect(loads.mock.calls.length - before).toBe(2);
  expect(pages.recordAt(995)).toBeUndefined();
  expect(pages.state().count).toBe(1_000);
});

it("of 200,000 records it keeps some pages, and every place", async () => {
  const pages = createRecordPages(load(200_000, 500));
  for (let page = 0; page < 400; page++) {
    await pages.more();
    const { count } = pages.state();
    pages.see(count - 10, count - 1);
  }
  expect(pages.state()).toMatchObject({ count: 200_000, status: "ended" });
  const kept = Array.from({ length: 200_000 }, (_, at) => pages.recordAt(at)).filter(Boolean);
  expect(kept.length).toBeLessThanOrEqual(21 * 500);
  pages.see(100_000, 100_009);
  await vi.waitFor(() => expect(pages.recordAt(100_005)?.id).toBe("100005"));
});

it("a search that comes to no end waits after some rounds, shows how far it came and goes on", async () => {
  let round = 0;
  const pages = createRecordPages(async () => {
    round += 1;
    const last = round === 7;
    return {
      data: last ? [record(1)] : [],
      next_cursor: last ? null : String(round),
      searched_to: `round ${round}`,
      complete: last,
    };
  });
  await pages.more();
  expect(pages.state()).toEqual({
    count: 0,
    status: "paused",
    searchedTo: "round 5",
    isLong: true,
    error: null,
  });
  await pages.more();
  expect(round).toBe(5);
  await pages.goOn();
  expect(pages.state()).toMatchObject({ count: 1, status: "ended", searchedTo: "round 7", isLong: false });
});

it("stops at once, and goes on from there", async () => {
  const answers: ((page: LoadedPage) => void)[] = [];
  const pages = createRecordPages(() => new Promise((resolve) => answers.push(resolve)));
  const searching = pages.more();
  expect(pages.state().status).toBe("searching");
  pages.stop();
  expect(pages.state().status).toBe("stopped");
  answers[0]?.(await load(5)(""));
  await searching;
  expect(pages.state()).toMatchObject({ count: 0, status: "stopped" });
  const again = pages.goOn();
  answers[1]?.(await load(5)(""));
  await again;
  expect(pages.state()).toMatchObject({ count: 5, status: "ended" });
});

it("a failure is shown and can be tried again", async () => {
  let fails = true;
  const pages = createRecordPages(async (cursor) => {
    if (fails) throw new Error("gone");
    return load(3)(cursor);
  });
  await pages.more();
  expect(pages.state()).toMatchObject({ status: "failed", error: new Error("gone") });
  fails = false;
  await pages.goOn();
  expect(pages.state()).toMatchObject({ count: 3, status: "ended", error: null });
});
