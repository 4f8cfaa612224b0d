import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type Metrics = {
  registry: Registry;
  requests: Counter<"method" | "route" | "status">;
  duration: Histogram<"method" | "route">;
  dataBytes: Counter<"direction">;
  transfers: Gauge<"direction">;
};
export type Direction = "in" | "out";

declare global {
  var gwanjeMetrics: Metrics | undefined;
}

/** One registry on globalThis, because Next loads modules several times in one process. */
function metrics(): Metrics {
  globalThis.gwanjeMetrics ??= createMetrics();
  return globalThis.gwanjeMetrics;
}

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "gwanje_http_requests_total",
    help: "HTTP requests of the data plane by route template.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "gwanje_http_request_duration_seconds",
    help: "Time to the end of the response.",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const dataBytes = new Counter({
    name: "gwanje_data_bytes_total",
    help: "Bytes of objects and artifacts taken in and given out.",
    labelNames: ["direction"],
    registers: [registry],
  });
  const transfers = new Gauge({
    name: "gwanje_data_transfers_in_flight",
    help: "Uploads (in) and downloads (out) under way.",
    labelNames: ["direction"],
    registers: [registry],
  });
  for (const direction of ["in", "out"] as const) {
    dataBytes.inc({ direction }, 0);
    transfers.set({ direction }, 0);
  }
  return { registry, requests, duration, dataBytes, transfers };
}

export function metricsRegistry(): Registry {
  return metrics().registry;
}

/** `route` is the template (/data/objects/*), never the path. */
export function observeRequest(request: { method: string; route: string; status: number; ms: number }): void {
  const { method, route, status, ms } = request;
  metrics().requests.inc({ method, route, status: String(status) });
  metrics().duration.observe({ method, route }, ms / 1_000);
}

export function countDataBytes(direction: Direction, bytes: number): void {
  metrics().dataBytes.inc({ direction }, bytes);
}

export function countTransfers(direction: Direction, change: 1 | -1): void {
  metrics().transfers.inc({ direction }, change);
}
