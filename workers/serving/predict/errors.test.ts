import { expect, test } from "vitest";
import { AppError, InvalidError, RateLimitedError } from "@/lib/platform/errors";
import { openInferenceShape } from "../open-inference/error-shape";
import { fastapiShape } from "./error-shape";
import { parseRows } from "./parse-body";

const request = { id: "req_1", path: "/predict/x" };
const invalid = (pointer: string, code: string) =>
  new InvalidError("said", [{ pointer, code, detail: "said" }]);

test.each([
  [
    invalid("/instances/0/2", "float_type"),
    422,
    [{ type: "float_type", loc: ["body", "instances", 0, 2], msg: "said" }],
  ],
  [
    invalid("/instances/0/a~1b", "missing"),
    422,
    [{ type: "missing", loc: ["body", "instances", 0, "a/b"], msg: "said" }],
  ],
  [
    invalid("/instances", "required"),
    422,
    [{ type: "missing", loc: ["body", "instances"], msg: "Field required" }],
  ],
  [invalid("/body", "json_invalid"), 422, [{ type: "json_invalid", loc: ["body"], msg: "said" }]],
  [invalid("/header/x-user", "missing"), 422, [{ type: "missing", loc: ["header", "x-user"], msg: "said" }]],
  [new InvalidError("said"), 422, [{ type: "value_error", loc: ["body"], msg: "said" }]],
  [new AppError("NOT_FOUND", "said"), 404, "said"],
  [new RateLimitedError("said", 1), 429, "said"],
])("%s is FastAPI's %d", (error, status, detail) => {
  expect(fastapiShape(error, request)).toEqual({ status, body: { detail } });
});

test("what nobody foresaw is shown by the request's id alone", () => {
  expect(JSON.stringify(fastapiShape(null, request))).toContain("req_1");
  expect(openInferenceShape(null, request)).toMatchObject({ status: 500 });
});

test("a wrong request is 400 for the Open Inference Protocol", () => {
  expect(openInferenceShape(invalid("/inputs", "missing"), request)).toEqual({
    status: 400,
    body: { error: "said" },
  });
});

test.each([
  ["NaN", '{"instances": [[NaN]]}', /NaN and Infinity are not JSON/],
  ["half of a body", '{"instances": [', /JSON decode error/],
])("%s is no JSON", (_name, text, words) => {
  expect(() => parseRows(Buffer.from(text))).toThrow(
    expect.objectContaining({
      extra: {
        errors: [expect.objectContaining({ code: "json_invalid", detail: expect.stringMatching(words) })],
      },
    }),
  );
});

test("a whole number that a double would change comes as its digits", () => {
  expect(parseRows(Buffer.from("[9007199254740993, 1e3, 7]"))).toEqual(["9007199254740993", 1_000, 7]);
});
