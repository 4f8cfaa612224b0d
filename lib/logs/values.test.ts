import { describe, expect, it } from "vitest";
import { inTime } from "@/lib/testing/in-time";
import { lastWritten, withoutSequences } from "./values";

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);

describe("sequences of a terminal", () => {
  it.each([
    ["what `tput sgr0` prints", `${ESC}(B${ESC}[m`],
    ["a colour with colons", `${ESC}[38:2::255:0:0m`],
    ["a colour with semicolons", `${ESC}[1;38;5;9m`],
    ["a cursor move", `${ESC}[2K${ESC}[1;1H${ESC}[?25l`],
    ["keyboard modes", `${ESC}[>4;2m${ESC}=${ESC}>`],
    ["a cursor's shape, which has a space", `${ESC}[2 q`],
    ["a window title", `${ESC}]0;title${BEL}`],
    ["a hyperlink", `${ESC}]8;;http://x${ESC}\\`],
    ["a device's string", `${ESC}P1$r0m${ESC}\\`],
    ["save and restore", `${ESC}7${ESC}8${ESC}c`],
  ])("%s takes no room", (_, sequence) => {
    expect(withoutSequences(`a${sequence}b`)).toBe("ab");
  });
  it("colours stay where they are asked for, and nothing else does", () => {
    const line = `${ESC}[31ma${ESC}[2K${ESC}(B${ESC}[38:5:1mb${ESC}[?1m`;
    expect(withoutSequences(line, { keepColours: true })).toBe(`${ESC}[31ma${ESC}[38:5:1mb`);
  });
});

it.each([
  ["10%\r50%\rdone\r\r", "done"],
  ["\r\r", ""],
  ["", ""],
  ["done", "done"],
  ["a\r b", " b"],
])("of %j the terminal shows %j", (line, shown) => expect(lastWritten(line)).toBe(shown));

it.each([
  ["carriage returns", "\r"],
  ["escapes", ESC],
  ["strings that never end", `${ESC}]`],
  ["parameters that never end", `${ESC}[1;`],
  ["semicolons", ";"],
  ["character sets that never end", `${ESC}(`],
  ["spaces", " "],
])("takes linear time: 300,000 %s", (_, unit) => {
  for (const start of ["", ESC, `${ESC}[`, `${ESC}]`, `${ESC}(`, `${ESC}P`]) {
    const line = `${start}${unit.repeat(300_000)}x`;
    expect(inTime(() => lastWritten(withoutSequences(line))).length).toBeLessThanOrEqual(line.length);
  }
});
