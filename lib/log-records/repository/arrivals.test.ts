import { expect, test } from "vitest";
import { type Arrival, movedTo, placeOf, placeText } from "./arrivals";

const at = (floor: string, open: Arrival["open"] = null): Arrival => ({ seen: "5:5:", floor, open });

test.each<[string, Arrival, { oldest: string; next: string; top: string }, Pick<Arrival, "floor" | "open">]>([
  ["nothing arrived", at("10"), { oldest: "8", next: "8", top: "10" }, { floor: "10", open: null }],
  [
    "numbers were given: they settle when what is open now has ended",
    at("10"),
    { oldest: "8", next: "9", top: "20" },
    { floor: "10", open: { top: "20", upto: "9" } },
  ],
  [
    "what was open still is",
    at("10", { top: "20", upto: "9" }),
    { oldest: "8", next: "12", top: "30" },
    { floor: "10", open: { top: "20", upto: "9" } },
  ],
  [
    "what was open has ended, and more was given",
    at("10", { top: "20", upto: "9" }),
    { oldest: "9", next: "12", top: "30" },
    { floor: "20", open: { top: "30", upto: "12" } },
  ],
  [
    "what was open has ended, and nothing followed",
    at("10", { top: "20", upto: "9" }),
    { oldest: "12", next: "12", top: "20" },
    { floor: "20", open: null },
  ],
])("%s", (_name, from, { oldest, next, top }, moved) => {
  const now = `${oldest}:${next}:`;
  expect(movedTo(from, { now, oldest, next }, top)).toEqual({ seen: now, ...moved });
});

test.each<Arrival>([
  at("10"),
  at("0", { top: "20", upto: "9" }),
  { seen: "5:9:5,7", floor: "1", open: null },
])("a place as text and back (%#)", (place) => {
  expect(placeOf(placeText(place) ?? "")).toEqual(place);
});

test.each(["", "..", "1..", "1..5:5", "1.2.5:5:", "x..5:5:", `1..5:5:${"1,".repeat(200)}1`])(
  "%j is no place",
  (text) => {
    expect(placeOf(text)).toBeNull();
  },
);

test("a place of a moment with many open transactions is not given out", () => {
  expect(placeText({ ...at("1"), seen: `5:500:${Array.from({ length: 100 }, (_, n) => n + 5)}` })).toBeNull();
});
