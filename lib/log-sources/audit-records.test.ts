import { expect, test } from "vitest";
import { auditRecord } from "./audit-records";

const AT = new Date("2026-01-05T09:00:00Z");
const row = {
  id: "aud_1",
  at: AT,
  actorType: "token",
  actorId: "tok_1",
  actorName: "ci",
  ip: null,
  requestId: null,
  action: "x.y",
  outcome: "success",
};

test.each([
  ["dag", "flights", { pipeline: "flights" }],
  ["run", "run_1", { run: "run_1" }],
  ["experiment", "1", { experiment: "1" }],
  ["experiment_run", "ab", { experiment_run: "ab" }],
  ["registered_model", "a/b", { model: "a/b" }],
  ["model_version", "a/b/3", { model: "a/b", model_version: 3 }],
  ["model_alias", "a/b@champion", { model: "a/b" }],
  ["pool", "default", {}],
  ["dag", null, {}],
  [null, null, {}],
])("a target %s %s is linked as %j", (targetType, targetId, links) => {
  const received = { nowUs: AT.getTime() * 1_000, keptUs: 86_400_000_000 };
  const { attrs, us } = auditRecord({ ...row, targetType, targetId }, received);
  expect(us).toBe(received.nowUs);
  expect(attrs).toEqual({
    audit: "aud_1",
    actor: "ci",
    actor_type: "token",
    token_id: "tok_1",
    action: "x.y",
    target_type: targetType,
    target: targetId,
    outcome: "success",
    ...links,
  });
});
