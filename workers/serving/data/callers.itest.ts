import { afterAll, beforeAll, expect, it } from "vitest";
import { signedIn } from "@/lib/http/testing";
import { attemptToken } from "@/lib/platform/crypto";
import { uuidV7 } from "@/lib/platform/ids";
import { newApiToken } from "@/lib/team/api-token";
import { ROLE_PERMISSIONS } from "@/lib/team/roles";
import { stubEnv, testStores } from "@/lib/testing";
import { documented } from "../documented";
import { dataProtocol } from "./protocol";
import { runningTask, type Served, serve } from "./testing";

/**
 * Beyond the walk over all operations (../walk.itest.ts): each of these answers every kind of caller as this table says,
 * about an object and an artifact that are there.
 */
const stores = testStores();
const OBJECT = "walk/object.txt";
const ARTIFACT = "walk/artifact.txt";
let served: Served;
let artifactId: string;
const own = { authorization: "", running: "" };
beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  const task = await runningTask(stores, "dag_a");
  own.authorization = task.headers.authorization;
  own.running = task.attemptId;
  artifactId = await storeArtifact(own.authorization);
});
afterAll(() => served?.close());

async function storeArtifact(authorization: string): Promise<string> {
  const url = `${served.url}/data/artifacts/${ARTIFACT}`;
  const headers = { authorization, "content-type": "text/plain" };
  const stored = await fetch(url, { method: "PUT", headers, body: "x" });
  expect(stored.status).toBe(200);
  const { id } = await stores.db.prisma.artifact.findFirstOrThrow({ where: { attemptId: own.running } });
  return id;
}

type Headers = Record<string, string>;
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

async function apiToken(scopes: readonly string[], changes: { expiresAt?: Date; revokedAt?: Date } = {}) {
  const { userId } = await signedIn(stores, "admin");
  const { token, prefix, hash } = newApiToken("pat");
  const createdAt = stores.clock.now();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const id = `tok_${hash.slice(0, 26)}`;
  const row = { id, kind: "pat", name: "walk", prefix, tokenHash: hash, scopes: [...scopes], userId };
  await stores.db.prisma.apiToken.create({
    data: { ...row, createdBy: userId, createdAt, expiresAt, ...changes },
  });
  return bearer(token);
}

async function session(role: "viewer" | "editor" | "admin", end?: "revoked" | "deactivated" | "idle") {
  const { cookie, ref, userId } = await signedIn(stores, role);
  const now = stores.clock.now();
  const where = { id: ref.sid };
  if (end === "revoked") await stores.db.prisma.userSession.update({ where, data: { revokedAt: now } });
  if (end === "idle") {
    const lastSeenAt = new Date(now.getTime() - 8 * 24 * 3_600_000);
    await stores.db.prisma.userSession.update({ where, data: { lastSeenAt } });
  }
  if (end === "deactivated")
    await stores.db.prisma.user.update({ where: { id: userId }, data: { deactivatedAt: now } });
  return { cookie, "sec-fetch-site": "same-origin", origin: new URL(stores.env.GWANJE_URL).origin };
}

async function otherAttempt(state: "running" | "ended", dagId: string): Promise<Headers> {
  const task = await runningTask(stores, dagId);
  if (state === "ended") await task.end();
  return task.headers;
}

/** What one caller is answered: reading and changing objects, the attempt's own artifacts, any artifact by its id. */
type Statuses = {
  list: number;
  readObject: number;
  putObject: number;
  deleteObject: number;
  putArtifact: number;
  readArtifact: number;
  byId: number;
  /** A file of a training run that there is not. */
  ofRun: number;
};
const NOTHING: Statuses = {
  list: 401,
  readObject: 401,
  putObject: 401,
  deleteObject: 401,
  putArtifact: 401,
  readArtifact: 401,
  byId: 401,
  ofRun: 401,
};
const ANY_OBJECT = { list: 200, readObject: 200, putObject: 200, deleteObject: 204, ofRun: 403 };
const READS = { ...NOTHING, list: 200, readObject: 200, byId: 200, ofRun: 404 };
const REFUSED = { list: 403, readObject: 403, putObject: 403, deleteObject: 403, byId: 403, ofRun: 403 };
const PAST = new Date("2026-01-01T00:00:00Z");
const EVERY_SCOPE = [...ROLE_PERMISSIONS.admin];

const CALLERS: [string, () => Promise<Headers> | Headers, Statuses][] = [
  ["nobody", () => ({}), NOTHING],
  ["another kind of authorization", () => ({ authorization: "Basic YTpi" }), NOTHING],
  [
    "another kind of it beside a cookie",
    async () => ({ ...(await session("admin")), authorization: "x" }),
    NOTHING,
  ],
  ["a viewer's session", () => session("viewer"), READS],
  ["an editor's session", () => session("editor"), READS],
  ["an admin's session", () => session("admin"), READS],
  ["a revoked session", () => session("admin", "revoked"), NOTHING],
  ["a session without use for a week", () => session("admin", "idle"), NOTHING],
  ["a deactivated person's session", () => session("admin", "deactivated"), NOTHING],
  ["an expired token", () => apiToken(EVERY_SCOPE, { expiresAt: PAST }), NOTHING],
  ["a revoked token", () => apiToken(EVERY_SCOPE, { revokedAt: PAST }), NOTHING],
  ["an invented token", () => bearer(newApiToken("pat").token), NOTHING],
  ["a token of another scope", () => apiToken(["runs:write", "logs:read"]), { ...NOTHING, ...REFUSED }],
  [
    "a token that reads",
    () => apiToken(["artifacts:read"]),
    { ...READS, putObject: 403, deleteObject: 403, ofRun: 403 },
  ],
  [
    "a token that only writes",
    () => apiToken(["artifacts:write"]),
    { ...NOTHING, ...REFUSED, putObject: 200, deleteObject: 204 },
  ],
  ["a token of every scope", () => apiToken(EVERY_SCOPE), { ...READS, ...ANY_OBJECT, ofRun: 404 }],
  [
    "the attempt itself",
    () => ({ authorization: own.authorization }),
    { ...ANY_OBJECT, putArtifact: 200, readArtifact: 200, byId: 403 },
  ],
  [
    "a running attempt of another pipeline, whose name begins the same",
    () => otherAttempt("running", "dag_ab"),
    // It stores an artifact of its own under the path; the one that is there stays whose it is.
    { ...ANY_OBJECT, readArtifact: 404, putArtifact: 200, byId: 403 },
  ],
  ["an attempt that has ended", () => otherAttempt("ended", "dag_ended"), NOTHING],
  ["an attempt that never was", () => bearer(attemptToken(stores.secret, uuidV7())), NOTHING],
  [
    "the attempt, signed with another secret",
    () => bearer(attemptToken("other-secret", own.running)),
    NOTHING,
  ],
  ["the attempt, its token cut short", () => ({ authorization: own.authorization.slice(0, -1) }), NOTHING],
];

const KINDS: { [route: string]: keyof Statuses } = {
  "GET /data/objects": "list",
  "GET /data/objects/{key}": "readObject",
  "HEAD /data/objects/{key}": "readObject",
  "PUT /data/objects/{key}": "putObject",
  "DELETE /data/objects/{key}": "deleteObject",
  "GET /data/artifacts/{path}": "readArtifact",
  "HEAD /data/artifacts/{path}": "readArtifact",
  "PUT /data/artifacts/{path}": "putArtifact",
  "GET /data/downloads/artifacts/{id}": "byId",
  "HEAD /data/downloads/artifacts/{id}": "byId",
  "GET /data/previews/artifacts/{id}": "byId",
  "HEAD /data/previews/artifacts/{id}": "byId",
  "GET /data/downloads/experiment-runs/{id}/{path}": "ofRun",
  "HEAD /data/downloads/experiment-runs/{id}/{path}": "ofRun",
  "GET /data/previews/experiment-runs/{id}/{path}": "ofRun",
  "HEAD /data/previews/experiment-runs/{id}/{path}": "ofRun",
  "GET /data/downloads/logged-models/{id}/{path}": "ofRun",
  "HEAD /data/downloads/logged-models/{id}/{path}": "ofRun",
  "GET /data/previews/logged-models/{id}/{path}": "ofRun",
  "HEAD /data/previews/logged-models/{id}/{path}": "ofRun",
  "GET /data/downloads/training-sets/{id}/{path}": "ofRun",
  "HEAD /data/downloads/training-sets/{id}/{path}": "ofRun",
  "GET /data/downloads/feature-sources/{id}/{path}": "ofRun",
  "HEAD /data/downloads/feature-sources/{id}/{path}": "ofRun",
};
const ROUTES = documented(dataProtocol).map(({ method, path }) => ({
  method,
  path,
  name: `${method} ${path}`,
}));
const addressOf = (path: string) =>
  served.url + path.replace("{key}", OBJECT).replace("{path}", ARTIFACT).replace("{id}", artifactId);

it("knows each of them", () => {
  expect(ROUTES.map(({ name }) => name).sort()).toEqual(Object.keys(KINDS).sort());
});

/** Reading before changing, so that what one route does changes no other's answer. */
const ORDER = ["GET", "HEAD", "PUT", "DELETE"];

it.each(CALLERS)("answers %s as the table says", async (_, headersOf, statuses) => {
  const headers = await headersOf();
  const answers: Record<string, number> = {};
  for (const { method, path, name } of ROUTES.toSorted(byMethod)) {
    await stores.storage.putBytes(OBJECT, "x");
    const response = await fetch(addressOf(path), {
      method,
      headers,
      ...(method === "PUT" && { body: "x" }),
    });
    answers[name] = response.status;
    await response.body?.cancel();
  }
  expect(answers).toEqual(
    Object.fromEntries(Object.entries(KINDS).map(([route, kind]) => [route, statuses[kind]])),
  );
  const kept = await stores.db.prisma.artifact.findUniqueOrThrow({ where: { id: artifactId } });
  expect(kept.attemptId).toBe(own.running);
});

function byMethod(a: { method: string }, b: { method: string }): number {
  return ORDER.indexOf(a.method) - ORDER.indexOf(b.method);
}
