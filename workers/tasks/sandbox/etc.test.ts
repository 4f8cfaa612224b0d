import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { copyEtc } from "./etc";

it("copies world-readable host names, certificates and interpreters, and nothing else", () => {
  const dir = mkdtempSync(join(tmpdir(), "gwanje-etc-"));
  try {
    const from = join(dir, "etc");
    mkdirSync(join(from, "ssl", "certs"), { recursive: true });
    mkdirSync(join(from, "ssl", "private"));
    const files: [string, number][] = [
      ["passwd", 0o644],
      ["shadow", 0o640],
      ["krb5.conf", 0o600],
      ["hosts", 0o644],
      ["ssl/certs/ca.pem", 0o644],
      ["ssl/certs/own.key", 0o640],
      ["ssl/private/own.key", 0o644],
    ];
    for (const [name, mode] of files) {
      writeFileSync(join(from, name), name);
      chmodSync(join(from, name), mode);
    }
    chmodSync(join(from, "ssl", "private"), 0o710);
    symlinkSync("/usr/share/zoneinfo/Etc/UTC", join(from, "localtime"));
    const into = join(dir, "copy");
    copyEtc(into, from);
    expect((readdirSync(into, { recursive: true }) as string[]).sort()).toEqual([
      "hosts",
      "localtime",
      "passwd",
      "ssl",
      "ssl/certs",
      "ssl/certs/ca.pem",
    ]);
    expect(readFileSync(join(into, "passwd"), "utf8")).toBe("passwd");
    // A place for what is mounted as it is at the moment.
    expect(readFileSync(join(into, "hosts"), "utf8")).toBe("");
    expect(readlinkSync(join(into, "localtime"))).toBe("/usr/share/zoneinfo/Etc/UTC");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
