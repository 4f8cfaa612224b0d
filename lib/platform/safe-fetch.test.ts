import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllowList } from "./address";
import { RefusedUrl, type SafeRequest, safeFetch } from "./safe-fetch";

let server: Server;
let port: number;
const seen: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`);
    if (request.url === "/away") response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    else if (request.url === "/endless") response.write("x".repeat(100_000));
    else if (request.url === "/large") response.end("y".repeat(100_000));
    else if (request.url !== "/silent") response.setHeader("x-a", ["1", "2"]).end("hello");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (change: Partial<SafeRequest>) =>
  safeFetch({
    url: `http://127.0.0.1:${port}/`,
    method: "GET",
    headers: {},
    body: null,
    allow: parseAllowList("127.0.0.1"),
    timeoutMs: 5_000,
    maxBytes: 10_000,
    ...change,
  });

test("what is allow-listed answers with status, headers and body", async () => {
  const answer = await ask({ url: `http://127.0.0.1:${port}/a?b=c` });
  expect(answer).toMatchObject({ status: 200, headers: { "x-a": "1, 2" }, truncated: false });
  expect(String(answer.body)).toBe("hello");
});

const NONE = parseAllowList("");
test.each([
  ["http://127.0.0.1:1/", "forbidden_address"],
  ["http://2130706433/", "forbidden_address"],
  ["http://0x7f.1/", "forbidden_address"],
  ["http://[::1]/", "forbidden_address"],
  ["http://[::ffff:169.254.169.254]/", "forbidden_address"],
  ["http://169.254.169.254/latest/meta-data/", "forbidden_address"],
  ["http://localhost/", "forbidden_address"],
  ["http://localhost./", "forbidden_address"],
  ["ftp://example.com/", "bad_url"],
  ["file:///etc/passwd", "bad_url"],
  ["http://user:pass@example.com/", "bad_url"],
  ["nonsense", "bad_url"],
])("%s is refused as %s", async (url, code) => {
  await expect(ask({ url, allow: NONE })).rejects.toMatchObject({ code });
  await expect(ask({ url, allow: NONE })).rejects.toThrow(RefusedUrl);
});

test("one private answer among public ones refuses the host", async () => {
  const resolve = async () => ["93.184.216.34", "10.0.0.1"];
  await expect(ask({ url: "http://rebind.example/", allow: NONE, resolve })).rejects.toThrow(/10\.0\.0\.1/);
  await expect(ask({ url: "http://gone.example/", resolve: async () => [] })).rejects.toMatchObject({
    code: "unknown_host",
  });
});

test("the name is resolved once and the connection goes to that answer", async () => {
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return ["127.0.0.1"];
  };
  const answer = await ask({ url: `http://pinned.example:${port}/pin`, resolve });
  expect([answer.status, asked]).toEqual([200, 1]);
  expect(seen).toContain(`GET pinned.example:${port} /pin`);
});

test("a redirect is an answer and is not followed", async () => {
  const answer = await ask({ url: `http://127.0.0.1:${port}/away` });
  expect(answer).toMatchObject({ status: 302, headers: { location: "http://169.254.169.254/" } });
});

test("size and time have limits", async () => {
  const large = await ask({ url: `http://127.0.0.1:${port}/large` });
  expect([large.body.length, large.truncated]).toEqual([10_000, true]);
  const endless = await ask({ url: `http://127.0.0.1:${port}/endless` });
  expect(endless.truncated).toBe(true);
  await expect(ask({ url: `http://127.0.0.1:${port}/silent`, timeoutMs: 50 })).rejects.toThrow(
    /within 50 ms/,
  );
});
