import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { limitBody } from "./body-limit";
import { createWebServer } from "./server";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const nothing = (_: IncomingMessage, response: ServerResponse) => void response.end("page");
async function listening(pages: (request: IncomingMessage, response: ServerResponse) => void = nothing) {
  const server = createWebServer({ pages, dataPlane: (_, response) => void response.end("data") });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

function open(port: number): { socket: Socket; answer: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.on("data", (part) => {
    text += String(part);
  });
  socket.on("error", () => {});
  return { socket, answer: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}
async function say(port: number, head: string, body = ""): Promise<string> {
  const { socket, answer } = open(port);
  socket.write(`${head}\r\nHost: localhost\r\nConnection: close\r\n\r\n${body}`);
  return answer;
}
const chunk = (bytes: number) => `${bytes.toString(16)}\r\n${"x".repeat(bytes)}\r\n`;

describe("what no router should see", () => {
  it.each([
    ["TRACE / HTTP/1.1", 405],
    ["OPTIONS * HTTP/1.1", 400],
    ["GET http://evil.example/x HTTP/1.1", 400],
    ["GET /api/v1/runs/%ff HTTP/1.1", 400],
    ["GET /data/%zz HTTP/1.1", 400],
  ])("%s is answered %d as a problem, without a redirect", async (line, status) => {
    const port = await listening(() => expect.unreachable());
    const answer = await say(port, line);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain("content-type: application/problem+json");
    expect(answer).not.toMatch(/^location:/im);
  });
  it("is not kept from what it was, either: pages and the data plane answer the rest", async () => {
    const port = await listening();
    expect(await say(port, "GET /pipelines?x=%zz HTTP/1.1")).toContain("page");
    expect(await say(port, "GET /data/x HTTP/1.1")).toContain("data");
  });
});

describe("a body that is too large", () => {
  it.each([
    ["/api/auth/callback/credentials", 20_000],
    ["/api/v1/runs", 5_000_000],
    ["/sign-in", 20_000],
  ])("of %s is refused by what it announces", async (path, bytes) => {
    const port = await listening(() => expect.unreachable());
    expect(await say(port, `POST ${path} HTTP/1.1\r\nContent-Length: ${bytes}`)).toMatch(/^HTTP\/1.1 413 /);
  });

  it("reaches a reader only up to the limit when it announces nothing, is never complete, and is cut off", async () => {
    let read = 0;
    let ended = false;
    const port = await listening((request) => {
      request.on("error", () => {}).on("data", (part: Buffer) => (read += part.length));
      request.on("end", () => (ended = true));
      // The server's own, on top of it: sooner than a test would wait.
      limitBody(request, 16_384, 10);
    });
    const { socket, answer } = open(port);
    socket.write("POST /api/auth/signin HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (let i = 0; i < 100; i++) socket.write(chunk(10_000));
    socket.write("0\r\n\r\n");
    await answer;
    expect(read).toBeGreaterThan(16_384);
    expect(read).toBeLessThan(16_384 + 65_536);
    expect(ended).toBe(false);
  });

  it("leaves one of the allowed size alone", async () => {
    const port = await listening((request, response) => {
      let read = 0;
      request
        .on("data", (part: Buffer) => (read += part.length))
        .on("end", () => response.end(`read ${read}`));
    });
    const head = "POST /api/v1/runs HTTP/1.1\r\nTransfer-Encoding: chunked";
    const body = `${chunk(1_000_000)}${chunk(1_000_000)}0\r\n\r\n`;
    expect(await say(port, head, body)).toContain("read 2000000");
  });
});

describe("headers against framing and guessing", () => {
  const FRAMING = /^content-security-policy: (.*)$/im;
  it("are on answers that set none, refusals too", async () => {
    const port = await listening();
    for (const line of ["GET /api/auth/signout HTTP/1.1", "GET /data/x HTTP/1.1", "TRACE / HTTP/1.1"]) {
      const answer = await say(port, line);
      expect(FRAMING.exec(answer)?.[1], line).toBe("frame-ancestors 'none'");
      expect(answer, line).toContain("x-content-type-options: nosniff");
      expect(answer, line).toContain("x-frame-options: DENY");
    }
  });
  it("leave a policy alone that is set before or while the head is written", async () => {
    const own = "frame-ancestors 'self'";
    const port = await listening((request, response) => {
      if (request.url === "/set") response.setHeader("Content-Security-Policy", own).end();
      else response.writeHead(200, { "Content-Security-Policy": own }).end();
    });
    for (const path of ["/set", "/written"])
      expect(FRAMING.exec(await say(port, `GET ${path} HTTP/1.1`))?.[1]).toBe(own);
  });
});

it("the socket's own address is what a request says of it, whatever was sent", async () => {
  const port = await listening((request, response) => void response.end(request.headers["x-gwanje-peer"]));
  expect(await say(port, "GET / HTTP/1.1\r\nX-Gwanje-Peer: 10.0.0.9")).toContain("127.0.0.1");
});
