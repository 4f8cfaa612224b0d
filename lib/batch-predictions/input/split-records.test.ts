import { expect, it, test } from "vitest";
import { splitRecords } from "./split-records";

async function split(text: string, isCsv: boolean, size = text.length || 1): Promise<string[]> {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  const records: string[] = [];
  for await (const record of splitRecords(chunks, isCsv)) records.push(record.toString());
  return records;
}

test.each<[string, string, string[]]>([
  ["no end of the last line", "a,b\n1,2", ["a,b", "1,2"]],
  ["lines of Windows, and empty ones", "a\r\n\r\n1\r\n", ["a", "1"]],
  ["line ends in quotes", 'a\n"x\ny"\n2\n', ["a", '"x\ny"', "2"]],
  ["doubled quotes", 'a\n"x""\n""y"\n2', ["a", '"x""\n""y"', "2"]],
  ["a quote inside a bare cell", 'a\nx"y\n2', ["a", 'x"y', "2"]],
  ["a quoted cell behind another", 'a,b\n1,"x\n"\n2,3', ["a,b", '1,"x\n"', "2,3"]],
  ["nothing", "", []],
])("CSV: %s, however the bytes come", async (_name, text, records) => {
  for (const size of [1, 2, 3, 1_000]) expect(await split(text, true, size)).toEqual(records);
});

it("lines of JSON end where lines end", async () => {
  expect(await split('{"a":"x\\ny"}\n\n{"b":2}\r\n', false, 3)).toEqual(['{"a":"x\\ny"}', '{"b":2}']);
});

it("a row without an end is refused before it fills the memory", async () => {
  const endless = `a\n"${"x".repeat(2 * 1024 * 1024)}`;
  await expect(split(endless, true, 64 * 1024)).rejects.toThrow("never closed");
});
