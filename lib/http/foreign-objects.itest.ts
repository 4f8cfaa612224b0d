import { beforeAll, describe, expect, it } from "vitest";
import { createBackfill } from "@/lib/backfills";
import { savePipeline } from "@/lib/pipelines";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { createToken } from "@/lib/team";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { type SignedIn, signedIn } from "./testing";
import { apiRoutes, callRoute } from "./walk";

/** A request that names one thing in its address reaches no other: by its body, by a wildcard, or by a name that begins the same. */
const stores = testStores();
const [OWN, FOREIGN] = ["dag_a", "dag_ab"];
const handlers = new Map(
  (await apiRoutes()).map(({ method, handler }) => [`${method} ${handler.declaration.path}`, handler]),
);
type Made = { runId: string; attemptId: string; artifactId: string; backfillId: string; versionId: string };
const made: Record<string, Made> = {};
let editor: SignedIn;
let other: SignedIn;
let foreignToken = "";

async function makePipeline(dagId: string): Promise<Made> {
  const ctx = testCtx(stores);
  const tasks = [{ task_id: `task_of_${dagId}`, kind: "bash", command: ["true"] }];
  const spec = { dag_id: dagId, schedule: "@daily", start_date: "2026-01-01", tasks };
  const version = await savePipeline(ctx, { dag_id: dagId, parent_id: null, spec });
  const { id: runId } = await triggerRun(ctx, { dag_id: dagId });
  const task = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId } });
  const attemptId = task.currentAttemptId ?? "";
  const artifact = {
    ...{ id: newId("art"), runId, dagId, attemptId, taskId: task.taskId, path: "a.txt" },
    ...{ key: `artifacts/${dagId}`, contentType: "text/plain", sizeBytes: 1n, sha256: "x" },
  };
  await stores.db.prisma.artifact.create({ data: artifact });
  const range = { from_date: "2026-01-01", to_date: "2026-01-03" };
  const backfill = await createBackfill(ctx, { dag_id: dagId, ...range });
  return { runId, attemptId, artifactId: artifact.id, backfillId: backfill.id ?? "", versionId: version.id };
}

beforeAll(async () => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
  for (const dagId of [OWN, FOREIGN]) made[dagId] = await makePipeline(dagId);
  editor = await signedIn(stores, "editor");
  other = await signedIn(stores, "editor");
  const ctx = { ...testCtx(stores), actor: { ...testCtx(stores).actor, id: other.userId } };
  foreignToken = (await createToken(ctx, { name: "theirs", scopes: ["runs:read"] })).id;
});

async function send(
  route: string,
  params: Record<string, string>,
  given: { body?: object; query?: string } = {},
) {
  const handler = handlers.get(route);
  if (!handler) throw new Error(`There is no ${route}`);
  const end = new AbortController();
  const response = await callRoute(handler, {
    headers: { cookie: editor.cookie, "sec-fetch-site": "same-origin" },
    param: (name) => params[name] ?? "",
    ...(given.query && { query: given.query }),
    ...(given.body && { body: JSON.stringify(given.body) }),
    until: end.signal,
  });
  return { status: response.status, text: await response.text() };
}

/** Everything that belongs to one pipeline, or to the other person. */
async function stateOf(dagId: string): Promise<string> {
  const { db } = stores;
  const found = await Promise.all([
    db.prisma.dag.findMany({ where: { id: dagId } }),
    db.prisma.dagVersion.findMany({ where: { dagId } }),
    db.prisma.dagRun.findMany({ where: { dagId }, orderBy: { id: "asc" } }),
    db.prisma.taskInstance.findMany({ where: { dagId }, orderBy: { id: "asc" } }),
    db.prisma.backfill.findMany({ where: { dagId } }),
    db.prisma.apiToken.findMany({ where: { userId: other.userId } }),
    db.prisma.userSession.findMany({ where: { userId: other.userId } }),
  ]);
  return JSON.stringify(found, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
}

const RUN = "/api/v1/runs/{run_id}";
const DAG = "/api/v1/pipelines/{dagId}";
const spec = (dagId: string) => ({ dag_id: dagId, tasks: [{ task_id: "x", kind: "empty" }] });
const idsOf = (dagId: string): Made =>
  made[dagId] ?? { runId: "", attemptId: "", artifactId: "", backfillId: "", versionId: "" };

/** Requests to OWN that try to reach FOREIGN, with the status of the reply. */
const BODIES: [string, string, () => Record<string, string>, () => object, number][] = [
  ["a trigger", `POST ${DAG}/runs`, () => ({ dagId: OWN }), () => ({ dag_id: FOREIGN }), 422],
  [
    "a trigger with a misspelt field",
    `POST ${DAG}/runs`,
    () => ({ dagId: OWN }),
    () => ({ conf: { a: 1 } }),
    422,
  ],
  [
    "a backfill",
    `POST ${DAG}/backfills`,
    () => ({ dagId: OWN }),
    () => ({ dag_id: FOREIGN, from_date: "2026-01-01", to_date: "2026-01-02" }),
    422,
  ],
  [
    "a clear",
    `POST ${RUN}/clear`,
    () => ({ run_id: idsOf(OWN).runId }),
    () => ({ run_id: idsOf(FOREIGN).runId }),
    422,
  ],
  [
    "a clear of the other's task",
    `POST ${RUN}/clear`,
    () => ({ run_id: idsOf(OWN).runId }),
    () => ({ task_ids: [`task_of_${FOREIGN}`] }),
    422,
  ],
  [
    "a clear that would be of all by mistake",
    `POST ${RUN}/clear`,
    () => ({ run_id: idsOf(OWN).runId }),
    () => ({ task_id: "x" }),
    422,
  ],
  [
    "a note that changes parameters",
    `PATCH ${RUN}`,
    () => ({ run_id: idsOf(OWN).runId }),
    () => ({ note: "n", params: { a: 1 } }),
    422,
  ],
  [
    "a note",
    `PATCH ${RUN}`,
    () => ({ run_id: idsOf(OWN).runId }),
    () => ({ note: "n", run_id: idsOf(FOREIGN).runId }),
    422,
  ],
  ["a pause", `PATCH ${DAG}`, () => ({ dagId: OWN }), () => ({ is_paused: true, dag_id: FOREIGN }), 422],
  [
    "a spec of the other",
    `PUT ${DAG}`,
    () => ({ dagId: OWN }),
    () => ({ parent_id: idsOf(OWN).versionId, spec: spec(FOREIGN) }),
    422,
  ],
  [
    "a version on the other's",
    `PUT ${DAG}`,
    () => ({ dagId: OWN }),
    () => ({ parent_id: idsOf(FOREIGN).versionId, spec: spec(OWN) }),
    412,
  ],
  [
    "a new pipeline over one that is there",
    `PUT ${DAG}`,
    () => ({ dagId: FOREIGN }),
    () => ({ parent_id: null, spec: spec(FOREIGN) }),
    412,
  ],
  ["another person's token", "DELETE /api/v1/tokens/{id}", () => ({ id: foreignToken }), () => ({}), 404],
  ["rotating it", "POST /api/v1/tokens/{id}/rotate", () => ({ id: foreignToken }), () => ({}), 404],
  [
    "another person's session",
    "DELETE /api/v1/sessions/{id}",
    () => ({ id: other.ref.sid }),
    () => ({}),
    404,
  ],
];

it.each(BODIES)("%s is refused and changes nothing", async (_, route, params, body, status) => {
  const before = [await stateOf(OWN), await stateOf(FOREIGN)];
  const answer = await send(route, params(), { body: body() });
  expect(answer.status, answer.text).toBe(status);
  expect([await stateOf(OWN), await stateOf(FOREIGN)]).toEqual(before);
});

describe("lists of one pipeline hold nothing of one whose name begins the same", () => {
  it.each([
    ["GET /api/v1/runs", {}, `dag_id=${OWN}`],
    ["GET /api/v1/artifacts", {}, `dag_id=${OWN}`],
    [`GET ${DAG}/backfills`, { dagId: OWN }, ""],
    [`GET ${DAG}/grid`, { dagId: OWN }, ""],
    [`GET ${DAG}/versions`, { dagId: OWN }, ""],
    [`GET ${DAG}`, { dagId: OWN }, ""],
  ])("%s", async (route, params, query) => {
    const { status, text } = await send(route, { ...params }, { query });
    expect(status).toBe(200);
    const { runId, artifactId, backfillId, versionId } = idsOf(FOREIGN);
    for (const id of [FOREIGN, runId, artifactId, backfillId, versionId]) expect(text).not.toContain(id);
    expect(text.length).toBeGreaterThan(50);
  });

  it.each(["~", "*", "%", "_", "dag_%", "dag", ""])("there is no wildcard: %j", async (name) => {
    for (const route of [`GET ${DAG}`, `GET ${DAG}/versions`, `GET ${DAG}/grid`])
      expect([404, 422], route).toContain((await send(route, { dagId: name })).status);
    for (const route of [`GET ${RUN}`, `GET ${RUN}/artifacts`, `POST ${RUN}/cancel`, `POST ${RUN}/clear`])
      expect([404, 422], route).toContain((await send(route, { run_id: name }, { body: {} })).status);
    for (const route of ["GET /api/v1/runs", "GET /api/v1/artifacts"]) {
      const { text } = await send(route, {}, { query: `dag_id=${encodeURIComponent(name)}` });
      if (name !== "") expect(text, route).not.toMatch(/run_0|art_0/);
    }
    expect((await send("GET /api/v1/task-attempts/{attemptId}/log", { attemptId: name })).status).toBe(422);
  });
});
