import * as z from "zod";
import type { Settings } from "@/lib/platform/env";
import type { Home, StoresEnv } from "../stores/home";
import type { StoreName } from "../stores/start";
import { type KeptProcess, keepProcess } from "./keep-process";
import { keepWatch } from "./keep-watch";
import { lookAtObjects } from "./look";
import { say } from "./output";
import { processEnv } from "./process-env";
import { StartError } from "./start-error";

const Message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("progress"), line: z.string() }),
  z.object({ kind: z.literal("ready"), env: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal("failed"), reason: z.string() }),
]);

export function storesToEmbed(settings: Settings): StoreName[] {
  return [
    ...(settings.DATABASE_URL ? [] : ["postgres" as const]),
    ...(settings.REDIS_URL ? [] : ["redis" as const]),
    ...(settings.S3_ENDPOINT ? [] : ["s3" as const]),
  ];
}

type Listeners = {
  /** Known at once, so that an aborted start can end it. */
  onStarted(process: KeptProcess): void;
  /** A restarted store got another port because its own was taken meanwhile. */
  onMoved(env: Record<string, string>): void;
};

/** Starts the stores without a given URL, and returns their addresses. Watches them until `over`. */
export function startEmbeddedStores(
  home: Home,
  dist: string,
  wanted: readonly StoreName[],
  resolved: Readonly<Record<string, string>>,
  { onStarted, onMoved }: Listeners,
  over: AbortSignal,
): Promise<Record<string, string>> {
  if (wanted.length === 0) return Promise.resolve({});
  say(`starting ${wanted.join(", ")}`);
  return new Promise((resolve, reject) => {
    let current: Record<string, string> | undefined;
    const stores = keepProcess(home, dist, {
      name: "stores",
      env: processEnv("stores", resolved, { GWANJE_HOME: home.dir }),
      args: [`--stores=${wanted.join(",")}`],
      onMessage: (raw) => {
        const message = Message.safeParse(raw).data;
        if (message?.kind === "progress") say(message.line);
        if (message?.kind === "failed" && !current) {
          stores.letEnd();
          reject(new StartError(message.reason));
        }
        if (message?.kind !== "ready") return;
        const moved = current !== undefined && !sameUrls(current, message.env);
        current = message.env;
        resolve(message.env);
        if (moved) onMoved(message.env);
      },
    });
    onStarted(stores);
    const look = (withinMs: number) =>
      current?.S3_ENDPOINT ? lookAtObjects(current.S3_ENDPOINT, withinMs) : Promise.resolve("ready" as const);
    void keepWatch({ name: "stores", process: stores, look }, over, { storesAnswer: async () => false });
  });
}

function sameUrls(one: StoresEnv, other: StoresEnv): boolean {
  return (["DATABASE_URL", "REDIS_URL", "S3_ENDPOINT"] as const).every((key) => one[key] === other[key]);
}
