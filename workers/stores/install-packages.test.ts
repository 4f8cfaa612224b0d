import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { installTaskTools } from "./install-packages";

// A machine with only this apt-get, which records its calls and finds packages after an update.
const APT = `#!/bin/sh
echo "$@" >> "$0.asked"
case "$*" in
  *update*) : > "$0.updated" ;;
  *install*) [ -e "$0.updated" ] && [ ! -e "$0.broken" ] || exit 100
    for program in bwrap nft ip; do printf '#!/bin/sh\\n' > "\${0%/*}/$program"; /bin/chmod 755 "\${0%/*}/$program"; done ;;
esac
`;

let bin: string;
let said: string[];
const say = (line: string) => void said.push(line);
const asked = () => readFileSync(join(bin, "apt-get.asked"), "utf8").trim().split("\n");

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "gwanje-apt-"));
  said = [];
  symlinkSync("/usr/bin/which", join(bin, "which"));
  writeFileSync(join(bin, "apt-get"), APT);
  chmodSync(join(bin, "apt-get"), 0o755);
  vi.stubEnv("PATH", bin);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(bin, { recursive: true, force: true });
});

describe.runIf(process.platform === "linux" && process.getuid?.() === 0)("what isolates tasks", () => {
  test("is installed once, after an update where apt knows of nothing", async () => {
    await installTaskTools(say);
    expect(asked().map((line) => line.replace(/^-o \S+ /, ""))).toEqual([
      "install -y -qq --no-install-recommends bubblewrap nftables iproute2",
      "update -qq",
      "install -y -qq --no-install-recommends bubblewrap nftables iproute2",
    ]);
    expect(said).toHaveLength(1);
    await installTaskTools(say);
    expect(asked()).toHaveLength(3);
  });

  test("does not hold the start up when it cannot be had", async () => {
    writeFileSync(join(bin, "apt-get.broken"), "");
    await installTaskTools(say);
    expect(said.at(-1)).toBe("apt-get could not install bubblewrap, nftables, iproute2; going on without");
  });

  test("is looked for and left where there is no apt-get", async () => {
    rmSync(join(bin, "apt-get"));
    await installTaskTools(say);
    expect(said).toEqual([]);
  });
});
