import { expect, test } from "vitest";
import { codeOf, firstEndpointSnippet, pythonLiteral } from "./code";

const URL = "https://gwanje.test/predict/delay";

test("the request of the page as each language writes it", () => {
  const body = '{"instances": [{"carrier": "O\'Hare", "night": true, "wind": null}]}';
  expect(codeOf("curl", URL, body)).toContain(
    `'{"instances":[{"carrier":"O'\\''Hare","night":true,"wind":null}]}'`,
  );
  expect(codeOf("python", URL, body)).toContain(
    `json.dumps({"instances": [{"carrier": "O'Hare", "night": True, "wind": None}]})`,
  );
  expect(codeOf("javascript", URL, body)).toContain(`JSON.stringify({"instances":[{"carrier":"O'Hare"`);
  for (const language of ["curl", "python", "javascript"] as const) {
    expect(codeOf(language, URL, body)).toContain("GWANJE_TOKEN");
    expect(codeOf(language, URL, "{")).toContain(URL);
  }
});

test.each<[unknown, string]>([
  [{ a: [1, 2.5, false, "x\n"] }, '{"a": [1, 2.5, False, "x\\n"]}'],
  [[], "[]"],
  [{}, "{}"],
  [undefined, "None"],
])("%j is Python", (value, text) => {
  expect(pythonLiteral(value)).toBe(text);
});

test("the first endpoint is made and asked at the same address", () => {
  expect(firstEndpointSnippet("https://gwanje.test").match(/https:\/\/gwanje\.test/g)).toHaveLength(2);
});
