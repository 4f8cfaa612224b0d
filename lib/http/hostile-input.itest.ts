import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { createLoggedModel, createRun } from "@/lib/experiments";
import { runOf } from "@/lib/experiments/testing";
import { createModel, createVersion } from "@/lib/models";
import { savePipeline } from "@/lib/pipelines";
import { encodeCursor } from "@/lib/platform/pagination";
import { triggerRun } from "@/lib/runs";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { DEEP, HALF, NUL, TEXTS, VALUES } from "./hostile-values";
import { signedIn } from "./testing";
import { apiRoutes, callRoute } from "./walk";

/**
 * Hostile values in every parameter, query and body of every route. Each gets an error that names the problem, or is
 * stored as plain text; never a server error, and never a polluted prototype.
 */
const stores = testStores();
const routes = (await apiRoutes()).map((route) => ({ ...route, ...route.handler.declaration }));

/** Well formed, but not made by any page. */
const CURSORS: (string | number | null)[][] = [
  [NUL, NUL, NUL],
  ["yesterday", "x", "y"],
  [null, null, null],
  [-1, 2 ** 53, 0.5],
  ["'; DROP TABLE dag; --"],
  [],
];
const REFUSED_EVERYWHERE = [
  JSON.stringify(NUL),
  JSON.stringify(HALF),
  DEEP,
  '{"__proto__": {"isAdmin": true}}',
];

const ids: Record<string, string> = { dagId: "hostile", number: "1" };
beforeAll(async () => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
  const ctx = testCtx(stores);
  const tasks = [{ task_id: "a", kind: "bash", command: ["true"] }];
  const spec = { dag_id: "hostile", schedule: "@daily", start_date: "2026-01-01", tasks };
  await savePipeline(ctx, { dag_id: "hostile", parent_id: null, spec });
  const { id } = await triggerRun(ctx, { dag_id: "hostile" });
  const { currentAttemptId } = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId: id } });
  const { info } = runOf(await createRun(ctx, { experiment_id: "0" }));
  const model: { info: { model_id: string } } = JSON.parse(
    await createLoggedModel(ctx, { experiment_id: "0" }),
  );
  Object.assign(ids, { experiment_id: "0", experiment_run_id: info.run_id });
  const { run_id } = info;
  await createModel(ctx, { name: "hostile" });
  await createVersion(ctx, { name: "hostile", source: `runs:/${run_id}/model`, run_id });
  Object.assign(ids, { model_name: "hostile", version: "1", alias: "champion" });
  Object.assign(ids, { logged_model_id: model.info.model_id });
  Object.assign(ids, { run_id: id, attemptId: currentAttemptId ?? "" });
});
/** Existing things, so that hostile values get as far as possible; settings and people do not exist. */
const param = (name: string) => ids[name] ?? "does-not-exist";

const fieldsOf = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

describe.each(routes)("$name", ({ handler, path, query, body, example, method }) => {
  it("answers what is hostile with an error of the caller's, or not at all differently", async () => {
    let admin = await signedIn(stores, "admin");
    async function send(given: Parameters<typeof callRoute>[1], what: string): Promise<Response> {
      const headers = { cookie: admin.cookie, "sec-fetch-site": "same-origin", "if-match": '"1"' };
      const response = await callRoute(handler, { param, ...given, headers });
      expect(response.status, what).toBeLessThan(500);
      // Some routes end the session that calls them.
      if (response.status === 401 || method === "DELETE") admin = await signedIn(stores, "admin");
      return response;
    }
    if (path.includes("{"))
      for (const text of TEXTS) await (await send({ param: () => text }, `address: ${text}`)).body?.cancel();
    if (fieldsOf(query).includes("cursor")) {
      for (const values of CURSORS) {
        const answer = await send(
          { query: `cursor=${encodeCursor(values)}` },
          `cursor ${JSON.stringify(values)}`,
        );
        await answer.body?.cancel();
      }
    }
    for (const field of fieldsOf(query)) {
      for (const text of TEXTS) {
        const answer = await send(
          { query: new URLSearchParams({ [field]: text }).toString() },
          `${field}=${text}`,
        );
        if (text === NUL) expect(answer.status, field).toBe(422);
        await answer.body?.cancel();
      }
    }
    for (const field of fieldsOf(body)) {
      for (const value of VALUES) {
        const rest = JSON.stringify({ ...Object(example), [field]: 0 });
        const sent = rest.replace(`${JSON.stringify(field)}:0`, `${JSON.stringify(field)}:${value}`);
        const answer = await send({ body: sent }, `${field}: ${value.slice(0, 60)}`);
        // 429: too many forms before sign-in from one address.
        if (REFUSED_EVERYWHERE.includes(value))
          expect([422, 429], `${field}: ${value}`).toContain(answer.status);
        await answer.body?.cancel();
      }
    }
    expect(Object.prototype).not.toHaveProperty("isAdmin");
  });
});
