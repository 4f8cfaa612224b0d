import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { lookUpCurl, lookUpPython } from "./look-up-code";

const question = { entities: { 'a"b': ["it's \\ \n 서울 \u2028"] }, features: ["v:f"] };

it("curl sends what the page sends", () => {
  expect(lookUpCurl("http://localhost:3000", { entities: { id: ["1"] }, feature_service: "s" })).toContain(
    `-d '{"entities":{"id":["1"]},"feature_service":"s"}'`,
  );
});

it("Python reads the same question, whatever its texts hold", () => {
  const program = lookUpPython("http://localhost:3000", question).split("request =")[0] ?? "";
  const said = execFileSync("python3", ["-c", `${program}\nprint(json.dumps(question))`], {
    encoding: "utf8",
  });
  expect(JSON.parse(said)).toEqual(question);
});
