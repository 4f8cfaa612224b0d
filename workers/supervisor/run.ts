import { join } from "node:path";
import { givenSettings, loadSettings } from "@/lib/platform/env";
import { migrate, readMigrations } from "@/prisma/migrate";
import { openHome } from "../stores/home";
import { installTaskTools } from "../stores/install-packages";
import { requirePort } from "./check-port";
import { checkStores } from "./check-stores";
import { startEmbeddedStores, storesToEmbed } from "./embedded-stores";
import { isolationLine } from "./isolation-line";
import type { KeptProcess } from "./keep-process";
import { claimHome } from "./lock";
import { say } from "./output";
import { prepareBucket, type Resolved, resolveOwn, setupTokenFor } from "./resolve";
import { type Services, startServices } from "./services";

const STORES_GRACE_MS = 60_000;

export type Installation = { root: string; startedAt: number };
/** Stops everything. Passed on before anything starts, so that a failed start is undone too. */
export type Running = { stop(): Promise<void>; stopNow(): void };

/** The whole start, in order. Throws StartError, EnvError or MigrationError with messages for people. */
export async function run(
  { root, startedAt }: Installation,
  onRunning: (running: Running) => void,
): Promise<void> {
  const given = { NODE_ENV: "production", ...givenSettings() };
  const settings = loadSettings(given);
  const home = openHome(settings.GWANJE_HOME);
  const dist = join(root, "dist");
  const url = (settings.GWANJE_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, "");
  const lock = claimHome(home, { port: settings.PORT, url });
  const stopped = new AbortController();
  let stores: KeptProcess | null = null;
  let services: Services | undefined;
  onRunning({
    async stop() {
      stopped.abort();
      await services?.stop();
      await stores?.stop(STORES_GRACE_MS);
      lock.release();
    },
    stopNow: () => services?.stopNow(),
  });

  await requirePort(settings.HOST, settings.PORT);
  await checkStores(settings);
  const own: Resolved = { ...given, ...(await resolveOwn(settings, home, url)) };
  const listeners = {
    onStarted(process: KeptProcess) {
      stores = process;
    },
    onMoved(env: Resolved) {
      say("a store had to take another port; starting the other processes again");
      services?.restart({ ...own, ...env });
    },
  };
  const wanted = storesToEmbed(settings);
  const embedded = await startEmbeddedStores(home, dist, wanted, own, listeners, stopped.signal);
  const resolved: Resolved = { ...own, ...embedded };
  const databaseUrl = resolved.DATABASE_URL ?? "";

  const applied = await migrate(databaseUrl, readMigrations(join(root, "prisma", "migrations")));
  if (applied.length > 0) say(`database migrations applied: ${applied.length}`);
  await prepareBucket(resolved);
  await installTaskTools(say);
  const setupToken = await setupTokenFor(databaseUrl, settings, home);
  if (stopped.signal.aborted) return;

  say("starting web, serving, scheduler, tasks");
  services = await startServices(home, dist, resolved, setupToken);
  services.watch(stopped.signal);
  if (!(await services.ready(stopped.signal))) return;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`ready at ${url} after ${seconds} s. Ctrl-C stops everything; data stays in ${home.dir}`);
  const isolation = await isolationLine(databaseUrl).catch(() => null);
  if (isolation) say(isolation);
  if (settings.GWANJE_DEMO) say(`the demo runs 31 days of the flights pipeline: ${url}/pipelines/flights`);
  if (setupToken) say(`create the first admin (works once): ${url}/setup?token=${setupToken}`);
}
