import type { ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import type { Actor } from "@/lib/platform/context";
import { type Asked, accessFields, accessLevel } from "./access";

const asked = (more: Partial<Asked> = {}): Asked => ({
  method: "GET",
  url: "/api/v1/runs/run_1",
  traceparent: undefined,
  socket: new Socket(),
  sentBefore: 0,
  ...more,
});
const actor = (more: Partial<Actor>): Actor => ({
  type: "user",
  id: "usr_1",
  name: "n",
  role: "viewer",
  permissions: new Set(),
  ...more,
});
/** The guarantee: accessFields reads these two of a response. */
const response = { statusCode: 200, writableFinished: true } as ServerResponse;
const fields = (more: Partial<Asked> = {}, who: Actor | null = null) =>
  accessFields(asked(more), response, { id: "req_1", route: "/api/v1/runs/[runId]", actor: who, ms: 12.4 });

test("of a query the names are kept, and no value", () => {
  const { path, query } = fields({ url: "/setup?token=abcdef&from=2026&from=2027&%EC%9D%B4=%EB%A6%84" });
  expect({ path, query }).toEqual({ path: "/setup", query: "token from 이" });
  expect(fields().query).toBeUndefined();
});

test.each([
  ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c"],
  ["00-00000000000000000000000000000000-b7ad6b7169203331-01", undefined],
  ["00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", undefined],
  ["<script>", undefined],
  [["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"], undefined],
  [undefined, undefined],
])("the trace of %j is %s", (traceparent, trace) => {
  expect(fields({ traceparent }).trace_id).toBe(trace);
});

test("who calls is said by an id", () => {
  const attempt = { attemptId: "a", runId: "run_1", dagId: "d", taskId: "t" };
  expect(fields({}, actor({}))).toMatchObject({ user_id: "usr_1" });
  expect(fields({}, actor({ type: "token", id: "tok_1" }))).toMatchObject({ token_id: "tok_1" });
  expect(fields({}, actor({ type: "attempt", id: "a", attempt }))).toMatchObject({
    attempt_id: "a",
    run_id: "run_1",
    dag_id: "d",
    task_id: "t",
  });
  expect(fields()).toEqual({
    request_id: "req_1",
    method: "GET",
    route: "/api/v1/runs/[runId]",
    path: "/api/v1/runs/run_1",
    status: 200,
    ms: 12,
    bytes: 0,
  });
});

test.each([
  ["/healthz", 200, "debug"],
  ["/readyz", 503, "debug"],
  ["/ingest/es/_bulk", 200, "debug"],
  ["/ingest/es/_bulk", 429, "info"],
  ["/api/v1/log-records", 200, "debug"],
  ["/api/v1/log-records/tail", 200, "debug"],
  ["/api/v1/log-records", 400, "info"],
  ["/_next/static/a.js", 200, "debug"],
  ["/api/v1/runs", 200, "info"],
  ["/logs", 200, "info"],
  ["/icons-of-mine", 200, "info"],
])("%s answered %d is worth %s", (path, status, level) => {
  expect(accessLevel(path, status)).toBe(level);
});
