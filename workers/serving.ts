import { connectDeps } from "@/lib/http/deps";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { createServingApp } from "./serving/app";

/** The data plane alone, for task processes of this machine and for replicas behind a gateway. */
runProcess("serving", async (life) => {
  const settings = env();
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  const app = createServingApp(deps, {
    draining: () => life.draining,
    metricsToken: settings.GWANJE_METRICS_TOKEN,
  });
  await app.listen({ port: settings.GWANJE_SERVING_PORT, host: "127.0.0.1" });
  life.onDrain("listener", () => app.close());
  life.log.info({ port: settings.GWANJE_SERVING_PORT }, "listening");
});
