import { expect, test } from "vitest";
import { TaskSpec } from "@/lib/pipelines/schema";
import type { OpenConnection } from "@/lib/settings";
import { httpJob } from "./http-job";
import { TemplateError } from "./template";

const values = {
  run_id: "run_1",
  data_interval_start: "2026-01-05T00:00:00.000Z",
  data_interval_end: null,
  params: { evil: "x@evil.example/../?a=b#c", n: 3 },
};
const connection: OpenConnection = {
  id: "api",
  type: "http",
  host: "api.example",
  port: null,
  login: null,
  database: null,
  password: "s3cret",
  extra: {},
};

function job(task: object, over: Partial<OpenConnection> | null = null) {
  const parsed = TaskSpec.parse({ task_id: "a", kind: "http", ...task });
  if (parsed.kind !== "http") throw new Error("not an http task");
  return httpJob(parsed, values, over && { ...connection, ...over }, "");
}

test("values are escaped in the URL and plain in headers and body", () => {
  const made = job({
    method: "POST",
    url: "https://api.example/{{ params.evil }}/{{ ds }}",
    headers: { "X-Run": "{{ run_id }}" },
    body: { who: "{{ params.evil }}", list: ["{{ params.n }}"], n: 1 },
  });
  expect(made.url).toBe("https://api.example/x%40evil.example%2F..%2F%3Fa%3Db%23c/2026-01-05");
  expect(new URL(made.url).host).toBe("api.example");
  expect(made.headers).toEqual({ "content-type": "application/json", "x-run": "run_1" });
  expect(JSON.parse(made.body ?? "")).toEqual({ who: values.params.evil, list: ["3"], n: 1 });
});

test.each<[Partial<OpenConnection>, object]>([
  [{ password: "t" }, { authorization: "Bearer t" }],
  [{ login: "me", password: "p" }, { authorization: "Basic bWU6cA==" }],
  [{ password: null, extra: { headers: { "X-Key": "k" } } }, { "x-key": "k" }],
  [{ host: "https://api.example", password: "t" }, { authorization: "Bearer t" }],
])("the connection %j gives %j", (over, headers) => {
  const { headers: made } = job({ url: "https://api.example/x" }, over);
  expect(made).toEqual(headers);
});

test.each<[string, Partial<OpenConnection>]>([
  ["https://evil.example/", {}],
  ["https://api.example.evil/", {}],
  ["https://api.example:8443/", { port: 443 }],
  ["http://api.example/", { host: "https://api.example" }],
  ["https://api.example/", { host: "" }],
  ["https://api.example/", { type: "postgres" }],
])("its credentials are not sent to %s with %j", (url, over) => {
  expect(() => job({ url }, over)).toThrow(TemplateError);
});
