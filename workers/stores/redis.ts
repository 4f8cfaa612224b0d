import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { commandOf, isAlive, spawnServer, stopPid } from "./child";
import { installRedis } from "./install-packages";
import { type KeptServer, keepServer } from "./keep-server";
import { inUrl, socketFolder } from "./socket-folder";
import type { StoreContext } from "./store";

const START_PATIENCE_MS = 60_000;
const SOCKET = "redis.sock";
const NAMES = ["redis-server", "valkey-server"] as const;

export async function startRedis(ctx: StoreContext): Promise<KeptServer> {
  const binary = findRedis() ?? (await installRedis(ctx.say, findRedis));
  const dir = ctx.home.path("redis");
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  await stopLeftover(dir);
  const sockets = socketFolder(dir, SOCKET);
  const socket = join(sockets, SOCKET);
  const config = join(dir, "redis.conf");
  // In a file, because every user of the machine can read arguments.
  writeFileSync(config, configText(ctx, dir, socket), { mode: 0o600 });
  chmodSync(config, 0o600);
  // The path is the socket's; the database number is a parameter, as our clients expect.
  const url = `redis://:${ctx.secrets.redisPassword}@localhost/0?path=${inUrl(socket)}`;
  return keepServer(ctx, {
    name: "redis",
    url,
    stopSignal: "SIGTERM",
    start: () => spawnServer(binary, [config], { stopSignal: "SIGTERM", cwd: dir }),
    isReady: () => answers(url),
    patienceMs: START_PATIENCE_MS,
    beforeRestart: () => stopLeftover(dir),
    end: () => ctx.throwAway && rmSync(sockets, { recursive: true, force: true }),
  });
}

function findRedis(): string | undefined {
  return NAMES.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0);
}

function configText(ctx: StoreContext, dir: string, socket: string): string {
  const settings: [string, string][] = [
    // Listens on a socket only, in a folder closed to tasks.
    ["port", "0"],
    ["unixsocket", JSON.stringify(socket)],
    ["unixsocketperm", "700"],
    ["requirepass", ctx.secrets.redisPassword],
    ["dir", JSON.stringify(dir)],
    ["pidfile", JSON.stringify(join(dir, "redis.pid"))],
    ["daemonize", "no"],
    ["save", '""'],
    // Each test file uses its own database.
    ["databases", ctx.throwAway ? "1024" : "16"],
    ["appendonly", ctx.throwAway ? "no" : "yes"],
    ["appendfsync", "everysec"],
    // Queue entries must never be evicted; a full server refuses writes instead.
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
  if (pid > 0 && isAlive(pid) && /(redis|valkey)-server/.test(commandOf(pid)) && worksIn(dir, pid)) {
    await stopPid(pid, "SIGTERM");
  }
}

/** Recognised by its working folder, or by our configuration on its command line. */
function worksIn(dir: string, pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir);
  } catch {
    return commandOf(pid).includes(dir);
  }
}

/** PONG only, because a server that still loads its append-only file returns LOADING. */
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
