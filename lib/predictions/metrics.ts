import { Counter, Gauge } from "prom-client";
import { metricsRegistry } from "@/lib/metrics";

type Metrics = { kept: Counter; lost: Counter; waiting: Gauge };
let own: Metrics | undefined;

/** Made on first use: only a process that answers shows them. */
function metrics(): Metrics {
  own ??= {
    kept: new Counter({
      name: "gwanje_predictions_kept_total",
      help: "Predictions that were taken into the prediction log.",
      registers: [metricsRegistry()],
    }),
    lost: new Counter({
      name: "gwanje_predictions_lost_total",
      help: "Predictions that were answered and not kept: the prediction log had no room, or the database refused them.",
      registers: [metricsRegistry()],
    }),
    waiting: new Gauge({
      name: "gwanje_prediction_log_bytes",
      help: "Predictions that wait in memory to be written.",
      registers: [metricsRegistry()],
    }),
  };
  return own;
}

export const countKept = () => metrics().kept.inc();
export const countLost = () => metrics().lost.inc();
export const showWaiting = (bytes: number) => metrics().waiting.set(bytes);
