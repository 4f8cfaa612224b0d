import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createConnection } from "@/lib/settings";
import { testStores } from "@/lib/testing";
import { testWorker } from "./testing";

const { ctx, runTask } = testWorker(testStores(), { fetchAllow: "127.0.0.1" });
let server: Server;
let url: string;
const seen: { headers: Record<string, unknown>; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    seen.push({ headers: request.headers, body });
    if (request.url === "/json") {
      response.setHeader("content-type", "application/json").setHeader("set-cookie", "a=b");
      response.end('{"n": 1, "list": ["x"]}');
    } else if (request.url === "/echo") response.end(`${request.headers.authorization} ${body}`);
    else if (request.url === "/missing") response.writeHead(404).end("no such thing");
    else if (request.url === "/away") response.writeHead(302, { location: "http://10.0.0.1/" }).end();
    else if (request.url === "/large") response.end("z".repeat(600 * 1024));
    else response.end(Buffer.from([0, 255, 1]));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.close();
});

const http = (task: object) => runTask({ kind: "http", ...task });

test("the response is the result: status, some headers, body", async () => {
  const { attempt, result, log } = await http({ url: `${url}/json` });
  expect(attempt).toMatchObject({ state: "success", exit_code: 0 });
  expect(result).toMatchObject({
    status: 200,
    headers: { "content-type": "application/json" },
    body: { n: 1, list: ["x"] },
    truncated: false,
  });
  expect(JSON.stringify(result)).not.toContain("a=b");
  expect(log).toContain(`GET ${url}/json answered 200`);
});

test("a connection's credentials are sent to its host and shown nowhere", async () => {
  const password = "very-secret-password";
  await createConnection(ctx(), { id: "api", type: "http", host: url, login: "me", password });
  const { attempt, result, log } = await http({
    method: "POST",
    url: `${url}/echo`,
    connection: "api",
    body: { who: "{{ params.who }}", password },
  });
  expect(attempt.state).toBe("success");
  const basic = Buffer.from(`me:${password}`).toString("base64");
  expect(seen.at(-1)?.headers.authorization).toBe(`Basic ${basic}`);
  expect(JSON.parse(seen.at(-1)?.body ?? "")).toEqual({ who: "Ada; echo no", password });
  const shown = JSON.stringify(result) + log;
  expect(shown).toContain("Basic ***");
  expect(shown).not.toContain(password);
  expect(shown).not.toContain(basic);
});

test("what is not text is not in the result, what is too long is cut and says so", async () => {
  expect((await http({ url: `${url}/bytes` })).result).toMatchObject({ status: 200, body: null });
  const { result } = await http({ url: `${url}/large` });
  expect(result).toMatchObject({ truncated: true, body: expect.stringMatching(/^z{524288}$/) });
});

test.each([
  ["/missing", {}, "http_status", /404.*no such thing/],
  ["/away", {}, "http_status", /302/],
  ["/json", { expect_status: [201, 204] }, "http_status", /201 or 204/],
])("%s with %j fails as %s", async (path, more, code, detail) => {
  const { attempt } = await http({ url: `${url}${path}`, ...more });
  expect(attempt).toMatchObject({ state: "failed", error_code: code });
  expect(attempt.error_detail).toMatch(detail);
});

test("an expected status is a success whatever it is", async () => {
  const { attempt, result } = await http({ url: `${url}/missing`, expect_status: [404] });
  expect(attempt.state).toBe("success");
  expect(result).toMatchObject({ status: 404, body: "no such thing" });
});

test.each([
  ["http://169.254.169.254/latest/meta-data/", "forbidden_address"],
  ["http://[::1]:1/", "forbidden_address"],
  ["http://10.0.0.1/", "forbidden_address"],
  ["http://127.0.0.1:1/", "unreachable"],
])("%s fails as %s", async (target, code) => {
  expect((await http({ url: target })).attempt).toMatchObject({ state: "failed", error_code: code });
});

test("a missing connection is named", async () => {
  const { attempt } = await http({ url: `${url}/json`, connection: "absent" });
  expect(attempt).toMatchObject({
    error_code: "missing_connection",
    error_detail: expect.stringMatching(/"absent"/),
  });
});
