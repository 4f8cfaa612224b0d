import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { childEnv } from "@/lib/platform/env";
import { confinement } from "./confine";

const server = createServer((socket) => socket.end());
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

/** What the wrappers alone do to a program that is free to try: the last wall, behind those of harness.ts. */
async function run(script: string) {
  const [program = "", ...args] = [...(await confinement()), process.execPath, "--eval", script];
  return spawnSync(program, args, { env: childEnv({}), encoding: "utf8" });
}

describe.runIf(process.platform === "linux")("confinement", () => {
  it("takes the network away where the kernel lets it", async () => {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { stdout } = await run(
      `require("net").connect(${port}, "127.0.0.1").on("connect", () => { console.log("reached"); process.exit(); }).on("error", (e) => console.log(e.code))`,
    );
    expect(stdout.trim()).toBe((await confinement()).includes("unshare") ? "ENETUNREACH" : "reached");
  });
  it("limits CPU and memory where prlimit is", async () => {
    expect(await confinement()).toContain("prlimit");
    expect((await run("for (;;);")).signal).toMatch(/SIGKILL|SIGXCPU/);
    expect((await run("new Uint8Array(2e9)")).stderr).toMatch(/Array buffer allocation failed/);
  }, 60_000);
});
