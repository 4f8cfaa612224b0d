import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadSettings } from "@/lib/platform/env";
import type { Home } from "../stores/home";
import { freePort } from "../stores/ports";
import { checkStores } from "./check-stores";
import { GRACE_MS, type KeptProcess, keepProcess } from "./keep-process";
import { keepWatch } from "./keep-watch";
import { lookAt } from "./look";
import { processEnv } from "./process-env";
import type { Resolved } from "./resolve";
import { waitUntilReady } from "./wait-until-ready";

export type Services = {
  /** False when the wait was aborted because everything stops. */
  ready(giveUp: AbortSignal): Promise<boolean>;
  /** Restarts processes that no longer work, until `over`. */
  watch(over: AbortSignal): void;
  /** Restarts each with other settings. */
  restart(resolved: Resolved): void;
  stop(): Promise<void>;
  stopNow(): void;
};

const ANY_ADDRESS = ["0.0.0.0", "::", "localhost"];

/** The four processes: web, serving, scheduler, tasks. */
export async function startServices(
  home: Home,
  dist: string,
  resolved: Resolved,
  setupToken: string | null,
): Promise<Services> {
  const plans = [
    {
      name: "web",
      origin: originOf(resolved.HOST ?? "127.0.0.1", resolved.PORT),
      extra: setupToken ? { GWANJE_SETUP_TOKEN: setupToken } : {},
    },
    { name: "serving", origin: originOf("127.0.0.1", resolved.GWANJE_SERVING_PORT), extra: {} },
    ...(await Promise.all([withAdminPort("scheduler"), withAdminPort("tasks")])),
  ] as const;
  const built = plans.filter((plan) => existsSync(join(dist, `${plan.name}.js`)));
  const kept: { plan: (typeof plans)[number]; process: KeptProcess }[] = built.map((plan) => ({
    plan,
    process: keepProcess(home, dist, { name: plan.name, env: processEnv(plan.name, resolved, plan.extra) }),
  }));
  let current = resolved;
  const storesAnswer = () =>
    checkStores(loadSettings(current)).then(
      () => true,
      () => false,
    );
  return {
    async ready(giveUp) {
      const answers = await Promise.all(built.map(({ origin }) => waitUntilReady(origin, giveUp)));
      return answers.every(Boolean);
    },
    watch(over) {
      for (const { plan, process } of kept) {
        const look = (withinMs: number) => lookAt(plan.origin, withinMs);
        void keepWatch({ name: plan.name, process, look }, over, { storesAnswer });
      }
    },
    restart(changed) {
      current = changed;
      for (const { plan, process } of kept) process.restart(processEnv(plan.name, changed, plan.extra));
    },
    async stop() {
      await Promise.all(kept.map(({ process }) => process.stop(GRACE_MS)));
    },
    stopNow() {
      for (const { process } of kept) process.killNow();
    },
  };
}

async function withAdminPort(name: "scheduler" | "tasks") {
  const port = String(await freePort());
  return { name, origin: originOf("127.0.0.1", port), extra: { GWANJE_ADMIN_PORT: port } };
}

function originOf(host: string, port: string | undefined): string {
  const reachable = ANY_ADDRESS.includes(host) ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
