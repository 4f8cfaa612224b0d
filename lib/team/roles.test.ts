import { describe, expect, it } from "vitest";
import { ROLE_PERMISSIONS, tokenPermissions } from "./roles";

describe("roles", () => {
  it("each role may all that the one below it may", () => {
    for (const permission of ROLE_PERMISSIONS.viewer)
      expect(ROLE_PERMISSIONS.editor.has(permission)).toBe(true);
    for (const permission of ROLE_PERMISSIONS.editor)
      expect(ROLE_PERMISSIONS.admin.has(permission)).toBe(true);
  });
  it("a viewer changes nothing but their own things", () => {
    const others = [...ROLE_PERMISSIONS.viewer].filter((permission) => !permission.endsWith(":read"));
    // Who asks an endpoint changes nothing by it.
    expect(others).toEqual(["predictions:run", "self:write"]);
  });
  it.each(["audit:read", "team:manage", "settings:write"] as const)("%s is the admin's", (permission) => {
    expect(ROLE_PERMISSIONS.editor.has(permission)).toBe(false);
    expect(ROLE_PERMISSIONS.admin.has(permission)).toBe(true);
  });
});

describe("tokenPermissions", () => {
  it("never exceeds the owner's role of now", () => {
    expect([...tokenPermissions("viewer", ["runs:write", "runs:read"])]).toEqual(["runs:read"]);
    expect([...tokenPermissions("editor", ["runs:write", "runs:read", "team:manage"])].sort()).toEqual([
      "runs:read",
      "runs:write",
    ]);
  });
  it("never acts on a person's own account", () => {
    expect(tokenPermissions("admin", ["self:write"]).size).toBe(0);
  });
});
