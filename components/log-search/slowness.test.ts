import { expect, test } from "vitest";
import { readSearch } from "@/lib/log-records/values";
import { slowness } from "./slowness";

test.each([
  ["", ["no_service", "range"]],
  ["service:web timeout", ["range"]],
  ["-service:web timeout", ["no_service", "range"]],
  ["service:web or", null],
  ["service:web ab", ["short_text", "range"]],
  ["service:web a*b", ["short_text", "range"]],
  ["service:web level>=warn", ["range"]],
  ["service:web http.status>=500", ["compares", "range"]],
  ["/x[0-9]/ user:/k/", ["no_service", "regex", "range"]],
  ["-timeout -user:kim", ["no_service", "excludes_only", "range"]],
])("%s", (text, expected) => {
  const { query, problem } = readSearch(text);
  expect(problem ? null : slowness(query)).toEqual(expected);
});
