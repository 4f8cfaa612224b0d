import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { afterCrash } from "./backoff";
import { portTaken } from "./check-port";
import { hidePassword } from "./check-stores";
import { forTerminal } from "./output";
import { findPortOwner, listeningInodes } from "./port-owner";
import { processEnv } from "./process-env";

describe("after a crash", () => {
  test("the pause doubles up to half a minute", () => {
    const pauses: number[] = [];
    let restarts = { inARow: 0 };
    for (let i = 0; i < 8; i++) {
      const next = afterCrash(restarts, 100);
      pauses.push(next.pauseMs);
      restarts = next.restarts;
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test("a process that had been healthy starts over with a short pause", () => {
    expect(afterCrash({ inARow: 6 }, 61_000)).toEqual({ pauseMs: 500, restarts: { inARow: 1 } });
  });
});

describe("a taken port", () => {
  const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0
   1: 0100007F:0BB8 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 5151 1 0 20 4 30 10 -1`;

  test("is found among listening sockets, not among connections", () => {
    expect(listeningInodes(TABLE, 3000)).toEqual(["4242"]);
    expect(listeningInodes(TABLE, 3001)).toEqual([]);
  });

  test("names a real owner", async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
    expect(findPortOwner(port)?.pid).toBe(process.pid);
    server.close();
  });

  test("is told with the owner when known, and always with a way out", () => {
    expect(portTaken(3000, { pid: 7, command: "python3 -m http.server" })).toBe(
      "Port 3000 is in use by process 7 (python3 -m http.server). Stop it, or use another port: PORT=3100 npm start",
    );
    expect(portTaken(3000, null)).toContain("in use by another process");
  });
});

test("a password is never shown", () => {
  expect(hidePassword("postgres://me:s3cret@db:5432/app")).toBe("postgres://me:***@db:5432/app");
  expect(hidePassword("redis://:s3cret@cache:6379/0")).toBe("redis://:***@cache:6379/0");
});

test.each([
  ['{"level":30,"msg":"started"}', null],
  ['{"level":40,"msg":"slow"}', "slow"],
  ['{"level":50,"msg":"failed","err":{"message":"no route"}}', "failed: no route"],
  ["plain text", "plain text"],
  ["{not json", "{not json"],
  ["  ", null],
])("the terminal shows of %s: %s", (line, shown) => {
  expect(forTerminal(line)).toBe(shown);
});

test("a process gets the settings that concern it and nothing else of the machine", () => {
  const resolved = {
    DATABASE_URL: "postgres://x",
    GWANJE_INIT_PASSWORD: "p",
    GITHUB_CLIENT_SECRET: "g",
    GWANJE_HOME: "/h",
    GWANJE_METRICS_TOKEN: "m",
  };
  const host = { PATH: "/bin", AWS_SECRET_ACCESS_KEY: "leak", HOME: "/root" };
  const always = {
    PATH: "/bin",
    HOME: "/root",
    TZ: "UTC",
  };
  expect(processEnv("tasks", resolved, { GWANJE_ADMIN_PORT: "9" }, host)).toEqual({
    ...always,
    DATABASE_URL: "postgres://x",
    GWANJE_HOME: "/h",
    // Every process serves /metrics, so each needs its token.
    GWANJE_METRICS_TOKEN: "m",
    GWANJE_ADMIN_PORT: "9",
  });
  expect(processEnv("web", resolved, {}, host)).toMatchObject(resolved);
  expect(processEnv("stores", resolved, {}, host)).toEqual({ ...always, GWANJE_HOME: "/h" });
});
