import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { curlOf } from "./curl";

it("is one call to the shell, whatever the values hold", () => {
  const body = { params: { text: `it's $HOME "and" \`id\` \\ \n end` } };
  const line = curlOf({
    method: "POST",
    url: "http://localhost:3000/api/v1/pipelines/a'b/runs",
    body,
    headers: { "Idempotency-Key": "k" },
  });
  const words = execFileSync("bash", ["-c", `curl() { printf '%s\\0' "$@"; }; ${line}`], {
    env: { ...process.env, GWANJE_TOKEN: "secret token" },
    encoding: "utf8",
  }).split("\0");
  expect(words.slice(0, 3)).toEqual(["-X", "POST", "http://localhost:3000/api/v1/pipelines/a'b/runs"]);
  expect(words).toContain("Authorization: Bearer secret token");
  expect(words).toContain("Idempotency-Key: k");
  expect(JSON.parse(words.at(-2) ?? "")).toEqual(body);
});
