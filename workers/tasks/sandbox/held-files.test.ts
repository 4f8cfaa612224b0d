import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { heldBy } from "./held-files";

const dir = mkdtempSync(join(tmpdir(), "gwanje-held-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function nameless(bytes: number): number {
  const path = join(dir, `${bytes}`);
  const fd = openSync(path, "w+");
  writeSync(fd, Buffer.alloc(bytes, 1));
  rmSync(path);
  return fd;
}

describe.runIf(process.platform === "linux")("what processes hold without a name", () => {
  test("counts a file that was removed and is open, once for all that have it", () => {
    const before = heldBy([process.pid]).diskBytes;
    const fds = [nameless(1 << 20), nameless(3 << 20)];
    expect(heldBy([process.pid, process.pid]).diskBytes - before).toBe(4 << 20);
    for (const fd of fds) closeSync(fd);
    expect(heldBy([process.pid]).diskBytes).toBe(before);
  });

  test("ends after a bounded number of files, however many processes there are", () => {
    const fds = Array.from({ length: 50 }, () => nameless(4096));
    const one = heldBy([process.pid]).diskBytes;
    // Each file counts once, so only the time of a look could grow with the number of processes.
    expect(heldBy(Array.from({ length: 100_000 }, () => process.pid)).diskBytes).toBe(one);
    for (const fd of fds) closeSync(fd);
  });
});
