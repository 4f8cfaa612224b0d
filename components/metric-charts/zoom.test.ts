import { expect, it } from "vitest";
import { wholeRange, zoomOf, zoomText } from "./zoom";

it.each([
  ["0~10", { from: 0, to: 10 }],
  ["-5~-5", { from: -5, to: -5 }],
  ["10~0", null],
  ["~", null],
  ["1.5~2", null],
  ["99999999999999999~1", null],
  ["a~b", null],
])("%j is %j", (text, zoom) => expect(zoomOf(text)).toEqual(zoom));

it("a stretch that was drawn is whole numbers around it", () => {
  expect(wholeRange({ from: 1.5, to: 3.2 })).toEqual({ from: 1, to: 4 });
  expect(zoomOf(zoomText(wholeRange({ from: -1.5, to: 3.2 })))).toEqual({ from: -2, to: 4 });
});
