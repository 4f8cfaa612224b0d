import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { noteCaller } from "@/lib/http/caller-note";
import { createLogger } from "@/lib/platform/logger";
import { observePages } from "./observe-pages";
import { createWebServer } from "./server";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

/** A server whose pages are this; `lines` resolves when so many requests are logged. */
async function serving(pages: (request: IncomingMessage, response: ServerResponse) => void) {
  const lines: Record<string, unknown>[] = [];
  let heard = () => {};
  const log = createLogger("web", "info", {
    write(line) {
      lines.push(JSON.parse(line));
      heard();
    },
  });
  const server = createWebServer({
    pages: observePages(log, (path) => (path.startsWith("/runs/") ? "/runs/[runId]" : "unknown"), pages),
    dataPlane: (_, response) => void response.end(),
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const logged = async (count: number) => {
    while (lines.length < count)
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    return lines;
  };
  return { url: `http://127.0.0.1:${port}`, logged };
}

test("a request of the console is one line, with its route, its caller, its trace and its size", async () => {
  const { url, logged } = await serving(async (request, response) => {
    await new Promise(setImmediate);
    noteCaller({ type: "user", id: "usr_1", name: "n", role: null, permissions: new Set() });
    // As Next does.
    request.url = "/_elsewhere";
    response.writeHead(404).end("x".repeat(1_000));
  });
  await fetch(`${url}/runs/run_1?token=abcdef`, {
    headers: {
      "x-request-id": "req-of-mine",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    },
  });
  const [line] = await logged(1);
  expect(line).toMatchObject({
    msg: "request",
    request_id: "req-of-mine",
    method: "GET",
    route: "/runs/[runId]",
    path: "/runs/run_1",
    query: "token",
    status: 404,
    user_id: "usr_1",
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    span_id: "b7ad6b7169203331",
  });
  expect(Number(line?.bytes)).toBeGreaterThan(1_000);
  expect(JSON.stringify(line)).not.toContain("abcdef");
});

test("two requests at once are not mixed up, and have ids of their own, which the pages see", async () => {
  const ids: unknown[] = [];
  let both = () => {};
  const meeting = new Promise<void>((resolve) => {
    both = resolve;
  });
  const { url, logged } = await serving(async (request, response) => {
    ids.push(request.headers["x-request-id"]);
    if (ids.length === 2) both();
    await meeting;
    const id = request.url?.slice("/runs/".length) ?? "";
    noteCaller({ type: "user", id, name: "n", role: null, permissions: new Set() });
    response.end();
  });
  await Promise.all([fetch(`${url}/runs/one`), fetch(`${url}/runs/two`)]);
  const lines = await logged(2);
  for (const line of lines) expect(line.path).toBe(`/runs/${line.user_id}`);
  expect(lines.map(({ request_id }) => request_id).toSorted()).toEqual(ids.toSorted());
});
