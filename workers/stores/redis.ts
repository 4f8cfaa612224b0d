import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { commandOf, isAlive, spawnServer, stopPid } from "./child";
import { installRedis } from "./install-packages";
import { type KeptServer, keepServer } from "./keep-server";
import { keepOrFindPort } from "./ports";
import type { StoreContext } from "./store";

const START_PATIENCE_MS = 60_000;
const NAMES = ["redis-server", "valkey-server"] as const;

export async function startRedis(ctx: StoreContext, lastUrl: string | undefined): Promise<KeptServer> {
  const binary = findRedis() ?? (await installRedis(ctx.say, findRedis));
  const dir = ctx.home.path("redis");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await stopLeftover(dir);
  const port = await keepOrFindPort(lastUrl);
  const config = join(dir, "redis.conf");
  // A file, not arguments: every user of the machine can read those.
  writeFileSync(config, configText(ctx, dir, port), { mode: 0o600 });
  chmodSync(config, 0o600);
  const url = `redis://:${ctx.secrets.redisPassword}@127.0.0.1:${port}/0`;
  return keepServer(ctx, {
    name: "redis",
    url,
    stopSignal: "SIGTERM",
    start: () => spawnServer(binary, [config], { stopSignal: "SIGTERM", cwd: dir }),
    isReady: () => answers(url),
    patienceMs: START_PATIENCE_MS,
    beforeRestart: () => stopLeftover(dir),
  });
}

function findRedis(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);
}

function configText(ctx: StoreContext, dir: string, port: number): string {
  const settings: [string, string][] = [
    ["port", String(port)],
    ["bind", "127.0.0.1"],
    ["protected-mode", "yes"],
    ["requirepass", ctx.secrets.redisPassword],
    ["dir", JSON.stringify(dir)],
    ["pidfile", JSON.stringify(join(dir, "redis.pid"))],
    ["daemonize", "no"],
    ["save", '""'],
    // Each test file takes a database of its own.
    ["databases", ctx.throwAway ? "1024" : "16"],
    ["appendonly", ctx.throwAway ? "no" : "yes"],
    ["appendfsync", "everysec"],
    // Queue entries must never be evicted to make room; a full server refuses writes, which is heard.
    ["maxmemory-policy", "noeviction"],
    ["tcp-keepalive", "60"],
    ["loglevel", "warning"],
  ];
  return `${settings.map(([key, value]) => `${key} ${value}`).join("\n")}\n`;
}

async function stopLeftover(dir: string): Promise<void> {
  const file = join(dir, "redis.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8"));
  if (
    pid > 0 &&
    isAlive(pid) &&
    /(redis|valkey)-server/.test(commandOf(pid)) &&
    ownsPort(dir, commandOf(pid))
  ) {
    await stopPid(pid, "SIGTERM");
  }
}

/** A running server's title is "redis-server 127.0.0.1:<port>"; the port of our last configuration tells it is ours. */
function ownsPort(dir: string, command: string): boolean {
  const config = join(dir, "redis.conf");
  const port = existsSync(config) && /^port (\d+)$/m.exec(readFileSync(config, "utf8"))?.[1];
  return Boolean(port) && (command.includes(`:${port}`) || command.includes(config));
}

/** PONG only: a server that is still reading its append-only file answers LOADING. */
async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 2_000 });
  redis.on("error", () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG";
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
