import { expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/audit/permissions";
import en from "@/messages/en/team.json";
import { presetsFor } from "./scope-presets";

const viewer = PERMISSIONS.filter((permission) => permission.endsWith(":read"));

test.each([
  ["everything", PERMISSIONS, ["read_all", "run_pipelines", "mlflow", "shipper"]],
  ["reading only", viewer, ["read_all"]],
  ["nothing", [], []],
])("a role with %s is offered what it can do", (_, permissions, names) => {
  expect(presetsFor(permissions).map(([name]) => name)).toEqual(names);
});

test("each scope that can be chosen has a sentence", () => {
  expect(PERMISSIONS.filter((one) => one !== "self:write" && !(one in en.scope))).toEqual([]);
});
