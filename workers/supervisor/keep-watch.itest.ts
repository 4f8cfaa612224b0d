import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { childEnv, searchPath } from "@/lib/platform/env";
import { waitFor } from "@/lib/testing";
import { openHome } from "../stores/home";
import { freePort } from "../stores/ports";
import { type KeptProcess, keepProcess } from "./keep-process";
import { keepWatch } from "./keep-watch";
import { lookAt } from "./look";

// A real process that is frozen, red or silent; the watch checks a hundred times as often as in an installation.
const EVERY_MS = 50;
const PROGRAM = `
import { existsSync } from "node:fs";
import { createServer } from "node:http";
let looks = 0;
if (process.env.DEAF) process.on("SIGTERM", () => {});
createServer((request, response) => {
  if (request.url === "/readyz") looks += 1;
  const red = request.url === "/readyz" && existsSync(process.env.RED);
  response.writeHead(red ? 503 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ pid: process.pid, looks, round: process.env.ROUND, checks: { draining: false } }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

let dir: string;
let origin: string;
let env: NodeJS.ProcessEnv;
let kept: KeptProcess;
let over: AbortController;
const said = async () =>
  (await (await fetch(`${origin}/healthz`)).json()) as { pid: number; looks: number; round?: string };
const red = () => join(dir, "red");

function keep(more: Record<string, string> = {}): void {
  kept = keepProcess(openHome(dir), dir, {
    name: "program",
    env: childEnv({ ...env, ...more }),
    graceMs: 200,
  });
}

async function answering(): Promise<number> {
  let pid = 0;
  await waitFor("the process to answer", async () => {
    pid = (await said().catch(() => null))?.pid ?? 0;
    return pid > 0 && pid === kept.pid;
  });
  return pid;
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "gwanje-watch-"));
  writeFileSync(join(dir, "package.json"), '{"type":"module"}');
  writeFileSync(join(dir, "program.js"), PROGRAM);
  chmodSync(dir, 0o755);
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  env = childEnv({ PATH: searchPath(), PORT: String(port), RED: red() });
  over = new AbortController();
});

afterEach(async () => {
  over.abort();
  await kept.stop(200);
  rmSync(dir, { recursive: true, force: true });
});

function watch(storesAnswer: () => Promise<boolean>): void {
  const look = (withinMs: number) => lookAt(origin, withinMs);
  const options = { storesAnswer, everyMs: EVERY_MS };
  void keepWatch({ name: "program", process: kept, look }, over.signal, options);
}

test("a process that is frozen is killed and comes back", async () => {
  keep();
  watch(async () => false);
  const first = await answering();
  // The watch must have seen it ready, because one that never replied counts as starting.
  await waitFor("a look", async () => (await said()).looks > 1);
  process.kill(first, "SIGSTOP");
  await waitFor("another process", () => kept.pid !== first && kept.pid !== undefined);
  expect(await answering()).not.toBe(first);
});

test("a process that stays red is left alone while a store is away, and restarted once the stores answer", async () => {
  keep();
  const first = await answering();
  let asked = 0;
  let answer = false;
  writeFileSync(red(), "");
  watch(async () => {
    asked += 1;
    return answer;
  });
  await waitFor("the watch to ask the stores", () => asked >= 3);
  expect(kept.pid).toBe(first);
  answer = true;
  await waitFor("another process", () => kept.pid !== first && kept.pid !== undefined);
  expect(await answering()).not.toBe(first);
});

test("a restart insists when it is not heard, and brings the new settings", async () => {
  keep({ DEAF: "yes" });
  await answering();
  kept.restart(childEnv({ ...env, DEAF: "yes", ROUND: "second" }));
  await waitFor("the new settings", async () => (await said().catch(() => null))?.round === "second");
});

test("a restart of what has just crashed waits for its pause, and the next crash has one of its own", async () => {
  keep();
  const first = await answering();
  process.kill(first, "SIGKILL");
  await waitFor("its end", () => kept.pid === undefined);
  kept.restart(childEnv({ ...env, ROUND: "second" }));
  expect(kept.pid).toBeUndefined();
  const second = await answering();
  expect((await said()).round).toBe("second");
  process.kill(second, "SIGKILL");
  await waitFor("its end", () => kept.pid !== second);
  expect(kept.pid).toBeUndefined();
});
