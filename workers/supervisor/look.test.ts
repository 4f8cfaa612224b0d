import { createServer } from "node:http";
import { expect, test } from "vitest";
import { lookAtObjects } from "./look";

const WITHIN_MS = 200;

test("an object store that refuses works, one that says nothing does not", async () => {
  const refusing = createServer((_request, response) => response.writeHead(403).end());
  const silent = createServer(() => {});
  for (const [server, look] of [
    [refusing, "ready"],
    [silent, "silent"],
  ] as const) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    expect(await lookAtObjects(`http://127.0.0.1:${port}`, WITHIN_MS)).toBe(look);
    server.closeAllConnections();
    server.close();
  }
});
