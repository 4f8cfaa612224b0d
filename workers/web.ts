import { hostname } from "node:os";
import next from "next";
import { writeUsage } from "@/lib/endpoint-usage";
import { closeModels } from "@/lib/endpoints";
import { connectDeps } from "@/lib/http/deps";
import { keepOwnRecords } from "@/lib/log-sources";
import { logConsole } from "@/lib/platform/console";
import { systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { createBlockingRedis } from "@/lib/platform/redis";
import { drainPredictions } from "@/lib/predictions";
import { createTokenCache, setUpFromSettings } from "@/lib/team";
import { drainIngest } from "@/lib/verbs";
import { createServingApp } from "./serving/app";
import { DRAIN_MS, trackTransfers } from "./serving/data/transfers";
import { observePages } from "./web/observe-pages";
import { routeFinder } from "./web/route-finder";
import { createWebServer } from "./web/server";

/**
 * The console and the control-plane API by Next, with the data plane mounted on the same port: what is under its
 * paths never enters Next.
 */
runProcess("web", async (life) => {
  const settings = env();
  logConsole(life.log);
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  keepOwnRecords(deps, life, hostname());
  life.onDrain("prediction log", () => drainPredictions(deps));
  life.onDrain("models", () => closeModels(deps));
  life.onDrain("endpoint usage", () => writeUsage(deps));
  // A client that left does not wait for what it sent.
  life.onDrain("ingest", () => drainIngest(deps.db.pool));

  const made = await setUpFromSettings(systemCtx(deps, "setup"), {
    team: settings.GWANJE_INIT_TEAM,
    name: settings.GWANJE_INIT_NAME,
    email: settings.GWANJE_INIT_EMAIL,
    password: settings.GWANJE_INIT_PASSWORD,
    locale: settings.GWANJE_INIT_LOCALE,
    timeZone: settings.GWANJE_INIT_TIME_ZONE,
  });
  if (made) life.log.info({ email: settings.GWANJE_INIT_EMAIL }, "made the team and its first admin");

  const app = next({ dev: false, dir: process.cwd(), hostname: settings.HOST, port: settings.PORT });
  await app.prepare();
  life.onDrain("next", () => app.close());
  const pages = app.getRequestHandler();

  const tokens = createTokenCache(deps, createBlockingRedis(settings.REDIS_URL));
  life.onDrain("tokens", () => tokens.close());
  const transfers = trackTransfers(() => life.draining);
  const dataPlane = createServingApp(
    {
      deps,
      draining: () => life.draining,
      tokens,
      transfers,
      maxUploadBytes: settings.GWANJE_MAX_UPLOAD_BYTES,
    },
    { metricsToken: settings.GWANJE_METRICS_TOKEN },
  );
  await dataPlane.ready();
  life.onDrain("data plane", () => dataPlane.close());

  const server = createWebServer({
    dataPlane: (request, response) => dataPlane.routing(request, response),
    pages: observePages(
      life.log,
      routeFinder(process.cwd()),
      (request, response) => void pages(request, response),
    ),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(settings.PORT, settings.HOST, resolve);
  });
  life.onDrain("listener", () => {
    server.closeIdleConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  life.onDrain("transfers", () => transfers.idle(), DRAIN_MS);
  life.log.info({ host: settings.HOST, port: settings.PORT }, "listening");
});
