import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHome } from "./home";
import { type RunningStores, startStores } from "./start";

// Stores of their own, at a path that is too long for a socket's address, with spaces, Hangul, commas and quotes in it.
let top: string;
let stores: RunningStores | undefined;

beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), "gwanje-deep-"));
  const deep = join(top, '깊은 "폴더", it\'s'.repeat(3), "a".repeat(60));
  mkdirSync(deep, { recursive: true });
  const home = openHome(join(deep, ".gwanje"));
  const wanted = ["postgres", "redis"] as const;
  stores = await startStores({ home, wanted, throwAway: true, say: () => {}, log: () => {} });
});

afterAll(async () => {
  await stores?.stop();
  rmSync(top, { recursive: true, force: true });
});

const socketOf = (url: string | undefined, param: string) => new URL(url ?? "").searchParams.get(param) ?? "";

test("they listen on sockets in folders that no other user may enter", async () => {
  const client = new pg.Client({ connectionString: stores?.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query(
    "SELECT inet_server_addr() AS address, current_setting('listen_addresses') AS addresses, current_user AS me",
  );
  await client.end();
  expect(rows).toEqual([{ address: null, addresses: "", me: "gwanje" }]);
  const redis = new Redis(stores?.env.REDIS_URL ?? "");
  expect(await redis.config("GET", "port")).toEqual(["port", "0"]);
  redis.disconnect();
  const folders = [
    socketOf(stores?.env.DATABASE_URL, "host"),
    join(socketOf(stores?.env.REDIS_URL, "path"), ".."),
  ];
  expect(folders.map((folder) => (statSync(folder).mode & 0o777).toString(8))).toEqual(["700", "700"]);
});

test.runIf(process.getuid?.() === 0)("another user of the machine reaches neither", () => {
  const knock = `
    const socket = require("node:net").connect(process.argv[1]);
    socket.on("connect", () => process.exit(0)).on("error", (error) => (console.log(error.code), process.exit(1)));`;
  const other = { uid: 65_000, gid: 65_000, cwd: "/", encoding: "utf8" } as const;
  for (const path of [
    join(socketOf(stores?.env.DATABASE_URL, "host"), ".s.PGSQL.5432"),
    socketOf(stores?.env.REDIS_URL, "path"),
  ]) {
    expect(spawnSync(process.execPath, ["-e", knock, path], { cwd: "/" }).status).toBe(0);
    expect(spawnSync(process.execPath, ["-e", knock, path], other).stdout).toBe("EACCES\n");
  }
});
