import { lookup } from "node:dns/promises";
import { createServer as createHttp, type Server } from "node:http";
import { type AddressInfo, createServer as createTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log";
import { parseAllowList } from "@/lib/platform/address";
import { ForbiddenError } from "@/lib/platform/errors";
import { testCtx, testStores } from "@/lib/testing";
import { type Door, openDoor } from "@/lib/testing/door";
import { createConnection, testConnection } from "../index";
import { attempt } from "./attempt";

const stores = testStores();
const ctx = () => testCtx(stores);
const HERE = parseAllowList("127.0.0.1");
const NOWHERE = parseAllowList("");
const asked: string[] = [];
let http: Server;
let port = 0;

beforeAll(async () => {
  http = createHttp((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
    const status = request.url === "/gets" && request.method === "HEAD" ? 405 : 204;
    response.writeHead(request.url === "/closed" ? 401 : status).end();
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  port = (http.address() as AddressInfo).port;
});
afterAll(() => http.close());

const add = (id: string, more: object) =>
  createConnection(ctx(), { id, type: "http", host: `http://127.0.0.1:${port}`, ...more });

describe("a test of a connection", () => {
  it("asks with the stored credentials, says how it went, and is recorded without them", async () => {
    await add("api", { login: "ada", password: "hunter22" });
    const basic = `Basic ${Buffer.from("ada:hunter22").toString("base64")}`;
    expect(await testConnection(ctx(), { id: "api" }, HERE)).toMatchObject({
      ok: true,
      code: "connected",
      status: 204,
    });
    expect(asked.splice(0)).toEqual([`HEAD / ${basic}`]);
    const { data } = await listAudit(ctx(), { limit: 10 });
    expect(data[0]).toMatchObject({ action: "connection.test", target: { type: "connection", id: "api" } });
    expect(JSON.stringify(data)).not.toContain("hunter22");
  });

  it("asks again with GET where HEAD is not known, and takes a refusal of the login for one", async () => {
    await add("gets", { host: `http://127.0.0.1:${port}/gets` });
    expect(await testConnection(ctx(), { id: "gets" }, HERE)).toMatchObject({ ok: true, status: 204 });
    await add("closed", { host: `http://127.0.0.1:${port}/closed` });
    expect(await testConnection(ctx(), { id: "closed" }, HERE)).toMatchObject({ ok: false, code: "login" });
    expect(asked.splice(0)).toEqual(["HEAD /gets -", "GET /gets -", "HEAD /closed -"]);
  });

  it("reaches no further than a task: nothing of this machine", async () => {
    await add("inside", {});
    await add("store", { type: "postgres", host: "127.0.0.1", port: 5432 });
    for (const id of ["inside", "store"])
      expect(await testConnection(ctx(), { id }, NOWHERE)).toMatchObject({
        ok: false,
        code: "forbidden_address",
      });
    expect(asked).toEqual([]);
  });

  it("is for who may change connections, and not more often than ten times a minute", async () => {
    const viewer = testCtx(stores, ["settings:read"]);
    await expect(testConnection(viewer, { id: "api" }, HERE)).rejects.toBeInstanceOf(ForbiddenError);
    const eager = () => testCtx(stores, "everything", { id: "usr_eager" });
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, () => testConnection(eager(), { id: "inside" }, NOWHERE)),
    );
    const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused.map((error) => error.code)).toEqual(["RATE_LIMITED", "RATE_LIMITED"]);
  });
});

describe("a database", () => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(stores.env.DATABASE_URL);
  });
  afterAll(() => door.shut());
  function own() {
    const url = new URL(door.url);
    return {
      id: "db",
      type: "postgres",
      host: "db.test",
      port: Number(url.port) || 5432,
      login: decodeURIComponent(url.username),
      database: url.pathname.slice(1),
      password: decodeURIComponent(url.password),
      extra: {} as Record<string, unknown>,
    };
  }
  const address = () => new URL(door.url).hostname;
  const to = (address: string) => ({
    allow: parseAllowList("db.test"),
    timeoutMs: 2_000,
    resolve: async () => [address],
  });

  it("answers, or says which part of the connection is wrong", async () => {
    const options = { ...to(address()), resolve: async () => [(await lookup(address())).address] };
    const codeOf = async (change: object) => (await attempt({ ...own(), ...change }, options)).code;
    expect(await codeOf({})).toBe("connected");
    expect(await codeOf({ database: "not_there" })).toBe("no_database");
    expect(await codeOf({ extra: { sslmode: "require" } })).toBe("tls");
    expect(await codeOf({ host: null })).toBe("no_host");
  });

  it("that says nothing is given up, one that is closed is refused", async () => {
    // It reads, so that it sees the end of the connection.
    const silent = createTcp((socket) => socket.resume());
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const there = (silent.address() as AddressInfo).port;
    const asked = { ...own(), port: there };
    expect(await attempt(asked, { ...to("127.0.0.1"), timeoutMs: 100 })).toMatchObject({ code: "timeout" });
    await new Promise((done) => silent.close(done));
    expect(await attempt(asked, to("127.0.0.1"))).toMatchObject({ code: "refused" });
  });
});
