import { expect, it } from "vitest";
import { csvLine } from "./csv";

it.each([
  [["a", null, "b"], "a,,b\r\n"],
  [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
  [["=cmd|' /C calc'!A0"], "'=cmd|' /C calc'!A0\r\n"],
  [[1, -0.5], "1,-0.5\r\n"],
  [["+1", "-1", "@x", "\tx"], "'+1,'-1,'@x,'\tx\r\n"],
])("csvLine %j", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
