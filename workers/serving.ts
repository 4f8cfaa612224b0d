import { hostname } from "node:os";
import { writeUsage } from "@/lib/endpoint-usage";
import { closeModels } from "@/lib/endpoints";
import { connectDeps } from "@/lib/http/deps";
import { keepOwnRecords } from "@/lib/log-sources";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { createBlockingRedis } from "@/lib/platform/redis";
import { drainPredictions } from "@/lib/predictions";
import { createTokenCache } from "@/lib/team";
import { drainIngest } from "@/lib/verbs";
import { createServingApp } from "./serving/app";
import { DRAIN_MS, trackTransfers } from "./serving/data/transfers";
import { listenForGrpc } from "./serving/feature/grpc/server";

/** The data plane alone, for task processes of this machine and for replicas behind a gateway. */
runProcess("serving", async (life) => {
  const settings = env();
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  keepOwnRecords(deps, life, hostname());
  life.onDrain("prediction log", () => drainPredictions(deps));
  life.onDrain("models", () => closeModels(deps));
  life.onDrain("endpoint usage", () => writeUsage(deps));
  // A client that left does not wait for what it sent.
  life.onDrain("ingest", () => drainIngest(deps.db.pool));
  const tokens = createTokenCache(deps, createBlockingRedis(settings.REDIS_URL));
  life.onDrain("tokens", () => tokens.close());
  const transfers = trackTransfers(() => life.draining);
  const plane = {
    deps,
    draining: () => life.draining,
    tokens,
    transfers,
    maxUploadBytes: settings.GWANJE_MAX_UPLOAD_BYTES,
    consoleUrl: settings.GWANJE_URL,
  };
  const app = createServingApp(plane, { metricsToken: settings.GWANJE_METRICS_TOKEN });
  await app.listen({ port: settings.GWANJE_SERVING_PORT, host: "127.0.0.1" });
  life.onDrain("listener", () => app.close());
  if (settings.GWANJE_GRPC_PORT !== undefined) {
    const grpc = await listenForGrpc(plane, settings.GWANJE_GRPC_PORT);
    life.onDrain("grpc", () => grpc.close());
  }
  // First of all: what is under way is finished while /readyz already fails and new transfers are sent elsewhere.
  life.onDrain("transfers", () => transfers.idle(), DRAIN_MS);
  life.log.info({ port: settings.GWANJE_SERVING_PORT }, "listening");
});
