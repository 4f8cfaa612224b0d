import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createDrain, templateText } from "./drain";
import { filterQuery, filterText } from "./filter";
import { splitMessage, textOf } from "./words";

const templatesOf = (messages: readonly string[]) => {
  const drain = createDrain();
  for (const message of messages) drain.add(message);
  return drain.templates().map((template) => `${template.count} ${templateText(template)}`);
};

describe("messages become templates", () => {
  test.each<[string, string[], string[]]>([
    ["the same twice", ["ready", "ready"], ["2 ready"]],
    ["numbers and units", ["took 12ms", "took 3.5s", "took 99%"], ["3 took <*>"]],
    ["a word that differs", ["user kim logged in", "user lee logged in"], ["2 user <*> logged in"]],
    ["values behind their names", ["a=1 b=two c", "a=2 b=three c"], ["2 a=<*> b=<*> c"]],
    ["paths", ["GET /api/users/17 200", "GET /api/users/4711 404"], ["2 GET /api/users/<*> <*>"]],
    ["uuids", ["lost 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"], ["1 lost <*>"]],
    ["our ids", ["run_01JABCDEFGHJKMNPQRSTVWXYZ0 failed"], ["1 <*> failed"]],
    ["hex, and a word that only looks like it", ["at 0x7ffdeadbeef", "at facade"], ["2 at <*>"]],
    [
      "a time",
      ["2026-01-05T12:00:00.123Z done", "2026-01-05 12:00:01 done"],
      ["1 <*>:<*>:<*> done", "1 <*> <*>:<*>:<*> done"],
    ],
    ["Hangul", ["작업 3개가 지연되었습니다", "작업 17개가 지연되었습니다"], ["2 작업 <*> 지연되었습니다"]],
    ["few words alike", ["alpha beta gamma", "alpha one two"], ["1 alpha beta gamma", "1 alpha one two"]],
    ["another form", ["user kim", "user (kim)"], ["1 user kim", "1 user (kim)"]],
    ["colours", ["\u001b[31mfailed\u001b[0m job 1", "failed job 2"], ["2 failed job <*>"]],
    ["nothing", ["", ""], ["2 "]],
    [
      "tracebacks, by what went wrong",
      [
        'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: bad 1',
        'Traceback (most recent call last):\n  File "b.py", line 9, in g\nValueError: bad 2',
        'Traceback (most recent call last):\n  File "b.py", line 9, in g\nKeyError: x',
      ],
      ["2 Traceback  ValueError: bad <*>", "1 Traceback  KeyError: x"],
    ],
    ["lines, by the first", ["failed job 1\nmore", "failed job 2\nelse"], ["2 failed job <*>"]],
  ])("%s", (_name, messages, templates) => {
    expect(templatesOf(messages)).toEqual(templates);
  });
});

const words = fc.array(
  fc.constantFrom("a", "bb", "user", "12", "x=", "(y)", "지연", "\n", "  ", '"', "<*>"),
  {
    maxLength: 12,
  },
);
const messages = fc.array(
  words.map((some) => some.join(" ")),
  { maxLength: 60 },
);

it("counts every message once, and finds each in the template that it came to", () => {
  fc.assert(
    fc.property(messages, (all) => {
      const drain = createDrain();
      const came = all.map((message) => drain.add(message));
      expect(drain.templates().reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
      for (const [at, message] of all.entries()) {
        // A later message may have widened an earlier template, which then fits too.
        const found = drain.find(message);
        expect(found).not.toBeNull();
        const shape = (one: typeof found) => one?.gaps.join("\u0000");
        expect(shape(found)).toBe(shape(came[at] ?? null));
      }
    }),
  );
});

it("has no more templates than it has room for, however different the messages are", () => {
  const drain = createDrain();
  const placed = Array.from({ length: 30_000 }, (_, at) => {
    const name = (n: number) =>
      n.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz".charAt(Number(digit)));
    return drain.add(`${name(at)} ${"=".repeat(at % 50)} ${name(at * 7)} ${name(at * 13)}`);
  });
  expect(drain.templates().length).toBeLessThanOrEqual(2_000);
  expect(drain.templates().reduce((sum, { count }) => sum + count, 0)).toBe(placed.filter(Boolean).length);
});

it("splits what is long or hostile into few words, and puts what it split together again", () => {
  expect(splitMessage("a ".repeat(1_000_000)).words.length).toBeLessThanOrEqual(200);
  expect(splitMessage("=".repeat(1_000_000)).words).toEqual([]);
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const split = splitMessage(text.replaceAll(/\d/g, "x"));
      expect(split.gaps).toHaveLength(split.words.length + 1);
      expect(splitMessage(textOf(split)).words).toEqual(split.words);
    }),
  );
});

test.each<[string, string, string[]]>([
  ["took 12ms for user kim", '"took" "for user kim"', ["took", "for user kim"]],
  ['said "no" at 5', '"said \\"no\\" at"', ['said "no" at']],
  ["12 34", "", []],
  ["at 5 ok", '"at" "ok"', ["at", "ok"]],
  ["one  1  two 2 three 3 four 4 five 5 six 6 seven", '"three" "four" "five" "six" "seven"', ["three"]],
])("the search for %j", (message, filter, pieces) => {
  const drain = createDrain();
  const template = drain.add(message) ?? { words: [], gaps: [] };
  if (pieces.length > 1 || pieces.length === 0 || message.startsWith("said")) {
    expect(filterText(template)).toBe(filter);
    expect(filterQuery(template)).toEqual(
      pieces.length === 0
        ? null
        : { kind: "term", field: null, match: { kind: "text", pieces, quoted: false } },
    );
  } else expect(filterText(template).split(" ")).toHaveLength(5);
});
