import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeEnvFile } from "./private-files";
import { StartError } from "./start-error";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "gwanje-env-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test.each([
  [0o644, 0o600],
  [0o640, 0o600],
  [0o660, 0o600],
  [0o606, 0o600],
  [0o600, 0o600],
  [0o400, 0o400],
])("a .env of mode %o has mode %o after a start", (before, after) => {
  const file = join(dir, ".env");
  writeFileSync(file, "OIDC_CLIENT_SECRET=x\n");
  chmodSync(file, before);
  closeEnvFile(file);
  expect(statSync(file).mode & 0o777).toBe(after);
});

test("there need be none", () => expect(() => closeEnvFile(join(dir, "absent"))).not.toThrow());

// A file of the kernel: not even root may change its mode.
test.runIf(process.platform === "linux")("one that cannot be closed ends the start with what to type", () => {
  expect(() => closeEnvFile("/proc/self/status")).toThrow(StartError);
  expect(() => closeEnvFile("/proc/self/status")).toThrow("sudo chmod 600 '/proc/self/status'");
});
