import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { signedIn } from "@/lib/http/testing";
import { poolSql } from "@/lib/platform/db";
import type { ErrorCode } from "@/lib/platform/errors";
import { newApiToken } from "@/lib/team/api-token";
import { stubEnv, testStores, waitFor } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { ingest } from "@/lib/verbs";
import { runningTask, type Served, serve } from "./data/testing";
import { operation, type Protocol } from "./protocol";

/**
 * That a protocol takes one file: this one has an error shape of its own, two prefixes and a part of the root, and callers
 * that send their token as a password. What it does not have is answered in its shape too.
 */
const stores = testStores();
const gate = { entered: 0, left: 0, open: () => {} };
const atGate = async () => {
  gate.entered += 1;
  await new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  gate.left += 1;
};
let draining = false;

const Rows = z.strictObject({ values: z.array(z.number().int()).max(100) });
const store = ingest("runs:write", Rows, {
  rowsIn: ({ values }) => values.length,
  batch: { maxRows: 100, maxWaitMs: 5 },
  queue: { maxRows: 150 },
  work: async ({ sql, calls }) => {
    const rows = calls.flatMap(({ ctx, input }) =>
      input.values.map((value) => [ctx.actor.id, value] as const),
    );
    await sql.hot("INSERT INTO trial_row (by, value) SELECT * FROM unnest($1::text[], $2::int[])", [
      rows.map(([by]) => by),
      rows.map(([, value]) => value),
    ]);
  },
});

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
};
const trial: Protocol = {
  name: "trial",
  prefixes: ["/trial", { root: ["/things"] }],
  authenticate: ["token", "attempt"],
  errorShape: (error, { id }) => ({
    status: error ? (STATUS[error.code] ?? 400) : 500,
    headers: { "x-trial": "yes" },
    body: { fault: error?.code ?? "BROKEN", id },
  }),
  limits: { bodyBytes: 1_000, decompressedBytes: 2_000, inFlight: 2, timeoutMs: 60_000 },
  operations: [
    operation(
      {
        method: "POST",
        path: "/things/{name}",
        scope: "runs:write",
        orAttempt: true,
        summary: "Say a thing back.",
        params: z.object({ name: z.string() }),
        body: z.strictObject({ thing: z.string() }),
        reply: z.object({ name: z.string(), thing: z.string(), by: z.string() }),
        example: { thing: "x" },
      },
      async ({ ctx, params, body }) => ({ ...params, ...body, by: ctx.actor.type }),
    ),
    operation(
      {
        method: "POST",
        path: "/rows",
        scope: "runs:write",
        orAttempt: true,
        summary: "Take rows in.",
        body: Rows,
        example: { values: [1] },
      },
      ({ ctx, body }) => store(ctx, body),
    ),
    operation(
      { method: "GET", path: "/things/{name}", scope: "signed-in", summary: "Wait for the gate." },
      atGate,
    ),
    operation(
      {
        method: "POST",
        path: "/waits",
        scope: "signed-in",
        summary: "Wait for the gate with a body that was read.",
        body: z.strictObject({ thing: z.string() }),
        reply: z.object({ thing: z.string() }),
        example: { thing: "x" },
      },
      async ({ body }) => {
        await atGate();
        return body;
      },
    ),
    operation({ method: "DELETE", path: "/things/{name}", scope: "public", summary: "Break." }, async () => {
      throw new Error("a secret of ours");
    }),
  ],
};

/** The same, of an impatient kind. */
const hasty: Protocol = {
  ...trial,
  name: "hasty",
  prefixes: ["/hasty"],
  limits: { ...trial.limits, timeoutMs: 300 },
};
/** The same again, with a count of its own, and time enough for a busy machine to begin with a request. */
const late: Protocol = {
  ...{ ...hasty, name: "late", prefixes: ["/late"] },
  limits: { ...trial.limits, timeoutMs: 1_500 },
};

let served: Served;
const headers = { authorization: "" };
beforeAll(async () => {
  stubEnv(stores.env);
  await poolSql(stores.db.pool).rows("CREATE TABLE trial_row (by text NOT NULL, value int NOT NULL)");
  served = await serve(stores, { protocols: [trial, hasty, late], draining: () => draining });
  headers.authorization = basic(await apiToken(["runs:write"]));
});
afterAll(() => served?.close());

const basic = (token: string, name = "anybody") =>
  `Basic ${Buffer.from(`${name}:${token}`).toString("base64")}`;

async function apiToken(scopes: string[]): Promise<string> {
  const { userId } = await signedIn(stores, "editor");
  const { token, prefix, hash } = newApiToken("pat");
  const createdAt = stores.clock.now();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const id = `tok_${hash.slice(0, 26)}`;
  const row = { id, kind: "pat", name: "trial", prefix, tokenHash: hash, scopes, userId, createdBy: userId };
  await stores.db.prisma.apiToken.create({ data: { ...row, createdAt, expiresAt } });
  return token;
}

const say = (init: RequestInit = {}, path = "/trial/things/a") =>
  fetch(served.url + path, { method: "POST", body: '{"thing":"b"}', headers, ...init });
async function faultOf(response: Response) {
  expect(response.headers.get("x-trial")).toBe("yes");
  expect(response.headers.get("content-type")).toBe("application/json");
  const { fault, id } = await response.json();
  expect(id).toBe(response.headers.get("x-request-id"));
  return [response.status, fault];
}

describe("who calls", () => {
  it("says so by a token as the password of any name, or as bearer; a task by its own", async () => {
    const token = await apiToken(["runs:write"]);
    const task = await runningTask(stores);
    for (const [authorization, by] of [
      [basic(token), "token"],
      [basic(token, ""), "token"],
      [basic(token, "a.b@example.test"), "token"],
      [`Bearer ${token}`, "token"],
      [`bearer ${token}`, "token"],
      [basic(task.token), "attempt"],
      [`Bearer ${task.token}`, "attempt"],
    ] as const) {
      const response = await say({ headers: { authorization } });
      expect(await response.json()).toEqual({ name: "a", thing: "b", by });
    }
  });

  it("is refused with what is no token, and with a cookie, which this protocol does not take", async () => {
    const token = await apiToken(["runs:write"]);
    const { cookie } = await signedIn(stores, "admin");
    const wrong = [
      {},
      { cookie },
      { authorization: basic(token.slice(0, -1)), cookie },
      { authorization: basic(""), cookie },
      { authorization: `Basic ${token}` },
      { authorization: `Basic ${Buffer.from(token).toString("base64")}` },
      { authorization: basic(`${token}:x`) },
      { authorization: `Token ${token}` },
      { authorization: "Basic" },
    ];
    for (const sent of wrong) {
      const response = await say({ headers: sent });
      expect(response.headers.get("www-authenticate")).toBe('Bearer realm="gwanje"');
      expect(await faultOf(response)).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("may do what its scopes say, and a refused change is a row of the audit log", async () => {
    const authorization = basic(await apiToken(["runs:read"]));
    expect(await faultOf(await say({ headers: { authorization } }))).toEqual([400, "FORBIDDEN"]);
    expect(await stores.db.prisma.auditLog.count({ where: { action: "access.denied" } })).toBe(1);
  });
});

describe("its own error shape", () => {
  it.each([
    ["GET", "/trial", 404, "NOT_FOUND"],
    ["POST", "/trial/nothing", 404, "NOT_FOUND"],
    ["PROPFIND", "/trial/nothing", 404, "NOT_FOUND"],
    ["GET", "/things", 404, "NOT_FOUND"],
    ["PUT", "/trial/things/a", 400, "METHOD_NOT_ALLOWED"],
    ["PUT", "/things/a", 400, "METHOD_NOT_ALLOWED"],
    ["GET", "/trial/things/%ff", 400, "BAD_REQUEST"],
    ["DELETE", "/trial/things/a", 500, "BROKEN"],
  ])("of %s %s is %i %s", async (method, path, status, fault) => {
    expect(await faultOf(await fetch(served.url + path, { method, headers }))).toEqual([status, fault]);
  });

  it("is not that of what lies beside it", async () => {
    for (const path of ["/trials", "/thing", "/things2/a"]) {
      const response = await fetch(served.url + path);
      expect([response.status, response.headers.get("x-trial")]).toEqual([404, null]);
    }
  });

  it.each([
    ["no JSON", "{"],
    ["no body", ""],
    ["another field", '{"thing":"b","other":1}'],
    ["a number that would change", '{"thing":12345678901234567890}'],
    ["a prototype", '{"thing":"b","__proto__":{"x":1}}'],
    ["depth", `{"thing":${"[".repeat(200)}${"]".repeat(200)}}`],
  ])("of a body with %s is 400 INVALID", async (_, body) => {
    expect(await faultOf(await say({ body }))).toEqual([400, "INVALID"]);
  });

  it("of a body that is no UTF-8 is 400", async () => {
    expect(await faultOf(await say({ body: Buffer.from([0x22, 0xff, 0x22]) }))).toEqual([400, "BAD_REQUEST"]);
  });
});

it.each([
  ["/trial/things/a", 401],
  ["/healthz", 200],
  ["/trial/things/%ff", 400],
])("a GET of %s whose body goes on after its answer is ended", async (path, status) => {
  const { hostname, port, host } = new URL(served.url);
  const socket = connect(Number(port), hostname);
  let text = "";
  socket
    .on("error", () => {})
    .on("data", (chunk) => {
      text += String(chunk);
    });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 1000000\r\n\r\n`);
  const drip = setInterval(() => socket.write("x"), 100);
  await closed;
  clearInterval(drip);
  expect(text).toContain(`HTTP/1.1 ${status}`);
});

describe("limits", () => {
  const zipped = (text: string) => ({
    body: gzipSync(text),
    headers: { ...headers, "content-encoding": "gzip" },
  });
  const thing = (length: number) => JSON.stringify({ thing: "b".repeat(length) });

  it("of a body are kept as it is sent, announced or not, and as it comes out of gzip", async () => {
    expect((await say({ body: thing(900) })).status).toBe(200);
    expect((await say(zipped(thing(1_900)))).status).toBe(200);
    const unannounced = new ReadableStream({
      start(controller) {
        for (const part of ["a", "b", "c"]) controller.enqueue(Buffer.from(part.repeat(400)));
        controller.close();
      },
    });
    const init: RequestInit = { body: unannounced };
    for (const sent of [{ body: thing(1_000) }, { ...init, duplex: "half" }, zipped(thing(1_000_000))])
      expect(await faultOf(await say(sent))).toEqual([400, "TOO_LARGE"]);
  });

  it("of encodings: what is not gzip is refused, and gzip that is none", async () => {
    const cut = zipped(thing(10));
    const wrong = [
      { ...cut, body: cut.body.subarray(0, -6) },
      { ...cut, body: "{}" },
      { ...cut, headers: { ...headers, "content-encoding": "br" } },
    ];
    for (const sent of wrong) expect(await faultOf(await say(sent))).toEqual([400, "BAD_REQUEST"]);
  });

  it("of requests at once: one more is refused, also from who left before its answer came", async () => {
    gate.entered = 0;
    const opens: (() => void)[] = [];
    const leaving = new AbortController();
    const waiting = [
      fetch(`${served.url}/trial/things/a`, { headers, signal: leaving.signal }).catch(() => null),
    ];
    await waitFor("one inside", async () => gate.entered === 1);
    opens.push(gate.open);
    leaving.abort();
    waiting.push(fetch(`${served.url}/things/a`, { headers }));
    await waitFor("two inside", async () => gate.entered === 2);
    opens.push(gate.open);
    const refused = await say();
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await faultOf(refused)).toEqual([429, "RATE_LIMITED"]);
    for (const open of opens) open();
    await Promise.all(waiting);
    await waitFor("room again", async () => (await say()).status === 200);
  });

  /** A request that waits at the gate, and behind it on the same connection so many that nobody is known to send. */
  async function pipeline(behind: number) {
    gate.entered = 0;
    const { hostname, port, host } = new URL(served.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<void>((resolve) =>
      socket.on("error", () => {}).once("close", () => resolve()),
    );
    const head = `GET /trial/things/a HTTP/1.1\r\nhost: ${host}\r\n`;
    socket.write(`${head}authorization: ${headers.authorization}\r\n\r\n${`${head}\r\n`.repeat(behind)}`);
    await waitFor("one inside", async () => gate.entered === 1);
    return { socket, closed };
  }

  it("of requests at once: one connection has one place, and gives it back when it leaves", async () => {
    const { socket, closed } = await pipeline(50);
    await waitFor("room beside it", async () => (await say()).status === 200);
    socket.destroy();
    await closed;
    gate.open();
    const both: Promise<Response>[] = [];
    const opens: (() => void)[] = [];
    for (const inside of [2, 3]) {
      await waitFor("room again", async () => (await say()).status === 200);
      both.push(fetch(`${served.url}/trial/things/a`, { headers }));
      await waitFor("one more inside", async () => gate.entered === inside);
      opens.push(gate.open);
    }
    for (const open of opens) open();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([204, 204]);
  });

  it("of requests at once: a connection is ended that sends hundreds ahead of their answers", async () => {
    const { closed } = await pipeline(300);
    await closed;
    gate.open();
    await waitFor("room again", async () => (await say()).status === 200);
  });

  it("of requests at once: one connection's are answered in turn", async () => {
    const { socket } = await pipeline(2);
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    gate.open();
    await waitFor("all answers", async () => text.match(/HTTP\/1.1 \d+/g)?.length === 3);
    expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 204", "HTTP/1.1 401", "HTTP/1.1 401"]);
    socket.destroy();
  });

  it("of time: a request whose work does not end, or whose body does not come, is given up", async () => {
    const response = await fetch(`${served.url}/hasty/things/a`, { headers });
    expect(await faultOf(response)).toEqual([400, "UNAVAILABLE"]);
    gate.open();
    const status = await new Promise((resolve, reject) => {
      const drop = httpRequest(`${served.url}/hasty/things/a`, {
        method: "POST",
        headers: { ...headers, "content-length": 13 },
      });
      drop.on("response", (answer) => resolve(answer.resume().statusCode)).on("error", reject);
      drop.write("{");
    });
    expect(status).toBe(400);
    // Neither holds its place.
    await waitFor("room again", async () => (await say({}, "/hasty/things/a")).status === 200);
  });

  it("of time: a request whose body was read is given up too, and holds its place until its work ends", async () => {
    gate.entered = 0;
    gate.left = 0;
    const opens: (() => void)[] = [];
    for (const inside of [1, 2]) {
      const waiting = say({}, "/late/waits");
      await waitFor("one more inside", async () => gate.entered === inside);
      opens.push(gate.open);
      expect(await faultOf(await waiting)).toEqual([400, "UNAVAILABLE"]);
    }
    expect(await faultOf(await say({}, "/late/things/a"))).toEqual([429, "RATE_LIMITED"]);
    for (const open of opens) open();
    await waitFor("the work's end", async () => gate.left === 2);
    await waitFor("room again", async () => (await say({}, "/late/things/a")).status === 200);
  });
});

it("takes rows in by an ingest verb, from machines and tasks, and says when there are too many", async () => {
  const task = await runningTask(stores);
  const send = (values: number[], authorization = headers.authorization) =>
    say({ body: JSON.stringify({ values }), headers: { authorization } }, "/trial/rows");
  const answers = await Promise.all([send([1, 2]), send([3], basic(task.token))]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  const rows = await poolSql(stores.db.pool).rows<{ by: string; value: number }>(
    "SELECT by, value FROM trial_row ORDER BY value",
  );
  expect(rows.map(({ value }) => value)).toEqual([1, 2, 3]);
  expect(rows[2]?.by).toBe(task.attemptId);
  const hundred = Array.from({ length: 100 }, (_, at) => at);
  await whileHeld(
    stores.db.pool,
    (sql) => sql.rows("LOCK TABLE trial_row IN ACCESS EXCLUSIVE MODE"),
    async () => {
      const first = send(hundred);
      await waitForLocked(stores.db.pool);
      const refused = await send(hundred);
      expect(refused.headers.get("retry-after")).toBe("1");
      expect(await faultOf(refused)).toEqual([429, "RATE_LIMITED"]);
      return { first };
    },
  ).then(async ({ first }) => expect((await first).status).toBe(204));
});

it("a process that is stopping sends its callers elsewhere, in the protocol's shape", async () => {
  draining = true;
  const response = await say();
  draining = false;
  expect(response.headers.get("retry-after")).toBe("1");
  expect(await faultOf(response)).toEqual([400, "UNAVAILABLE"]);
});
