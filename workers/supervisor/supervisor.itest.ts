import { lstatSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { waitFor } from "@/lib/testing";
import { listening, withDescendants } from "@/lib/testing/processes";
import { type Installation, makeInstallation } from "./testing/installation";

// Every path that ends the supervisor, and every reason not to start. PostgreSQL, Redis and S3 are the real ones.
let here: Installation;
const make = async () => {
  here = await makeInstallation();
};
const remove = () => here.remove();

async function whoAnswers(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return ((await answer.json()) as { pid: number }).pid;
}

/** Beside a node_modules that is read-only, the state directory holds the database's programs, which are no secret. */
const isState = (name: string) => !/^postgres-\d/.test(name);

type Entry = { path: string; mode: number; isFile: boolean; reachable: boolean };

/** Files of a folder without following links; `reachable` when other users may enter all folders above. */
function tree(path: string, reachable = true): Entry[] {
  const info = lstatSync(path, { throwIfNoEntry: false });
  // A temporary file of a store, or a link, whose mode does not matter.
  if (!info || info.isSymbolicLink()) return [];
  const mode = info.mode & 0o7777;
  const own = { path, mode, isFile: info.isFile(), reachable };
  if (!info.isDirectory()) return [own];
  const inside = reachable && (mode & 0o011) !== 0;
  return [
    own,
    ...readdirSync(path)
      .filter(isState)
      .flatMap((name) => tree(join(path, name), inside)),
  ];
}

describe("an installation", () => {
  beforeEach(make);
  afterEach(remove);

  test("starts, says where it is, shows the set-up link, refuses a second start, and SIGTERM ends all of it", async () => {
    const gwanje = here.start();
    await gwanje.ready();
    expect(gwanje.output()).toContain(`ready at http://localhost:${here.port}`);
    // A line of its own, after the one that says ready.
    await waitFor("the set-up link", () => /\/setup\?token=[0-9a-f]{48}/.test(gwanje.output()));
    expect(
      here
        .processes()
        .map(({ command }) => command)
        .join("\n"),
    ).toMatch(/postgres[\s\S]*(redis|valkey)-server/);
    const sockets = listening(withDescendants([gwanje.child.pid ?? 0]));
    expect(sockets.map(({ port }) => port)).toContain(here.port);
    // Four processes and the object store: the database and Redis have sockets of their own.
    expect(new Set(sockets.map(({ port }) => port)).size).toBe(5);
    expect(sockets.filter(({ loopback }) => !loopback)).toEqual([]);
    const second = here.start();
    expect(await second.exited()).toBe(1);
    expect(second.output()).toContain(
      `already running in this directory: process ${gwanje.child.pid}, port ${here.port}`,
    );
    expect(gwanje.child.exitCode).toBeNull();
    gwanje.child.kill("SIGTERM");
    expect(await gwanje.exited()).toBe(0);
    expect(here.processes()).toEqual([]);
  });

  test("leaves no orphan when the supervisor is killed, starts again, nor when the stores are killed with it", async () => {
    const first = here.start();
    await first.ready();
    first.child.kill("SIGKILL");
    await waitFor("every process to be gone", () => here.processes().length === 0);
    const second = here.start();
    await second.ready();
    expect(second.output()).not.toContain("creating the database");
    const stores = here.processes().find(({ command }) => command.includes("dist/stores.js"));
    process.kill(stores?.pid ?? 0, "SIGKILL");
    second.child.kill("SIGKILL");
    await waitFor("every process to be gone", () => here.processes().length === 0);
  });

  test("writes nothing that others may write, and no secret that others may read, under any umask", async () => {
    for (const umask of [0o000, 0o077]) {
      const shell = process.umask(umask);
      const gwanje = here.start();
      process.umask(shell);
      await gwanje.ready();
      const entries = tree(join(here.root, ".gwanje"));
      expect(entries.length).toBeGreaterThan(20);
      expect(entries.filter(({ mode }) => (mode & 0o022) !== 0).map(({ path }) => path)).toEqual([]);
      // Files in a closed folder are not reachable.
      const open = entries.filter(
        ({ isFile, mode, reachable }) => isFile && reachable && (mode & 0o044) !== 0,
      );
      expect(open.map(({ path }) => path)).toEqual([]);
      const own = ["secrets.json", "env.json", "supervisor.json", "redis/redis.conf"];
      const modes = entries.filter(({ path }) =>
        own.some((name) => path === join(here.root, ".gwanje", name)),
      );
      expect(modes.map(({ mode }) => mode.toString(8))).toEqual(own.map(() => "600"));
      gwanje.child.kill("SIGTERM");
      expect(await gwanje.exited()).toBe(0);
    }
  });

  test("starts a crashed process again and says so, and a database server at the same place", async () => {
    const gwanje = here.start();
    await gwanje.ready();
    const before = await whoAnswers(here.port);
    process.kill(before, "SIGKILL");
    await waitFor("web to be back", async () => (await whoAnswers(here.port).catch(() => before)) !== before);
    expect(gwanje.output()).toContain("web stopped (SIGKILL); starting it again in 0.5 s");
    const server = () => here.processes().find(({ command }) => /bin\/postgres -D/.test(command));
    const crashed = server();
    process.kill(crashed?.pid ?? 0, "SIGKILL");
    await waitFor("postgres to be back", () => gwanje.output().includes("postgres is back"));
    expect(server()?.command).toBe(crashed?.command);
    expect(server()?.pid).not.toBe(crashed?.pid);
  });

  test("names who has the port and offers another", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(here.port, "127.0.0.1", resolve));
    const gwanje = here.start();
    expect(await gwanje.exited()).toBe(1);
    other.close();
    expect(gwanje.output()).toContain(`Port ${here.port} is in use by process ${process.pid} (`);
    expect(gwanje.output()).toContain("npm start");
  });
});

describe("a bad setting ends the start with one line, without a stack", () => {
  beforeAll(make);
  afterAll(remove);

  test.each([
    [
      "DATABASE_URL that refuses",
      { DATABASE_URL: "postgres://me:hidden@127.0.0.1:1/db" },
      "DATABASE_URL: tried postgres://me:***@127.0.0.1:1/db: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      "REDIS_URL that refuses",
      { REDIS_URL: "redis://:hidden@127.0.0.1:1" },
      "REDIS_URL: tried redis://:***@127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      "S3_ENDPOINT that refuses",
      { S3_ENDPOINT: "http://127.0.0.1:1", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "hidden" },
      "S3_ENDPOINT: tried http://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1",
    ],
    [
      "DATABASE_URL of another kind",
      { DATABASE_URL: "mysql://h/db" },
      "DATABASE_URL: must be a URL that starts with postgres://",
    ],
    [
      "example secret",
      { GWANJE_SECRET: "change-me-change-me-change-me-change-me" },
      "GWANJE_SECRET: is an example value",
    ],
  ])("%s", async (_name, env, line) => {
    const gwanje = here.start(env);
    expect(await gwanje.exited()).toBe(1);
    expect(gwanje.output()).toContain(line);
    expect(gwanje.output()).not.toMatch(/hidden|\n\s+at /);
  });

  test("is found in .env too, which is closed to others first, as is the file that the output goes to", async () => {
    const [settings, log] = [join(here.root, ".env"), join(here.root, "start.log")];
    writeFileSync(settings, "DATABASE_URL=mysql://h/db\n", { mode: 0o644 });
    const gwanje = here.start({}, openSync(log, "w", 0o644));
    expect(await gwanje.exited()).toBe(1);
    expect(readFileSync(log, "utf8")).toContain(`${settings} could be read by other users`);
    expect([settings, log].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    rmSync(settings);
  });
});
