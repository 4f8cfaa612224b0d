import { expect, it } from "vitest";
import { csvOf } from "./table-data";

it("a CSV file has the head and a line a row; what a spreadsheet would run is text", () => {
  const rows = [
    ["a,b", 1, null],
    ['say "x"', -1, "-1e-3"],
    ["=SUM(A1)", 0.5, "@x"],
    ["two\nlines", 2, "-x"],
  ];
  expect(csvOf({ head: ["name", "n", "t"], rows })).toBe(
    'name,n,t\r\n"a,b",1,\r\n"say ""x""",-1,-1e-3\r\n\'=SUM(A1),0.5,\'@x\r\n"two\nlines",2,\'-x\r\n',
  );
});
