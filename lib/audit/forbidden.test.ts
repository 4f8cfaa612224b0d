import { expect, it } from "vitest";
import type { Actor } from "@/lib/platform/context";
import { forbidden } from "./forbidden";

const actor = (type: Actor["type"]): Actor => ({
  type,
  id: "x",
  name: "x",
  role: "admin",
  permissions: new Set(),
});

it("tells a token which scope it lacks and that a new token is needed", () => {
  const error = forbidden(actor("token"), "pipelines:write");
  expect(error.message).toMatch(
    /does not have the scope pipelines:write\..*make a new token.*the role editor/,
  );
  expect(error.extra.reason).toEqual({
    code: "no_scope",
    values: { scope: "pipelines:write", role: "editor" },
  });
});

it("tells a person which role has the permission", () => {
  const error = forbidden(actor("user"), "settings:write");
  expect(error.message).toMatch(/permission settings:write, which the role admin has/);
});

it("does not send a token to look for a scope that no token can have", () => {
  expect(forbidden(actor("token"), "self:write").extra.reason).toEqual({ code: "only_people" });
});
