import { expect, test } from "vitest";
import { completionAt } from "../values";

/** The place is at the | of the text. */
const at = (marked: string) => completionAt(marked.replace("|", ""), marked.indexOf("|"));

test.each([
  ["|", { kind: "field", part: "", from: 0, mayJoin: false }],
  ["ser|", { kind: "field", part: "ser", from: 0, mayJoin: false }],
  ["level:error ser|", { kind: "field", part: "ser", from: 12, mayJoin: true }],
  ["level:error |", { kind: "field", part: "", from: 12, mayJoin: true }],
  ["level:|", { kind: "value", field: "level", part: "", from: 6 }],
  ["level>=|", { kind: "value", field: "level", part: "", from: 7 }],
  ["level:er| timeout", { kind: "value", field: "level", part: "er", from: 6 }],
  ["level: er|", { kind: "value", field: "level", part: "er", from: 7 }],
  ['user:"kim mi|', { kind: "value", field: "user", part: "kim mi", from: 5 }],
  ['"my field":x|', { kind: "value", field: "my field", part: "x", from: 11 }],
  ["service:(web or p|", { kind: "value", field: "service", part: "p", from: 16 }],
  ["service:(web or (a) or |", { kind: "value", field: "service", part: "", from: 23 }],
  ["service:(web) p|", { kind: "field", part: "p", from: 14, mayJoin: true }],
  ["(a or le|", { kind: "field", part: "le", from: 6, mayJoin: true }],
  ["-us|", { kind: "field", part: "us", from: 1, mayJoin: true }],
  ["결|", { kind: "field", part: "결", from: 0, mayJoin: false }],
  ["user:/k.m/|", null],
])("at %s", (marked, expected) => {
  const found = at(marked);
  if (expected === null) expect(found).toBeNull();
  else expect(found).toMatchObject({ ...expected, to: marked.indexOf("|") });
});
