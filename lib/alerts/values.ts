/** Of what came true, of inputs, and of requests. */
export const ALERT_METRICS = [
  "auc",
  "calibration_error",
  "mean_error",
  "psi",
  "ks",
  "error_rate",
  "p99_ms",
] as const;
export type AlertMetric = (typeof ALERT_METRICS)[number];
export const ALERT_STATES = ["ok", "firing", "no_data"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

type Facts = {
  of: "labels" | "inputs" | "requests";
  /** Fewer of them say nothing. */
  rows: number;
  everyMinutes: number;
};
/** Requests are counted by the minute; the others read a sample of the log, so they are looked at less often. */
export const METRIC: Readonly<Record<AlertMetric, Facts>> = {
  auc: { of: "labels", rows: 100, everyMinutes: 5 },
  calibration_error: { of: "labels", rows: 100, everyMinutes: 5 },
  mean_error: { of: "labels", rows: 100, everyMinutes: 5 },
  psi: { of: "inputs", rows: 200, everyMinutes: 5 },
  ks: { of: "inputs", rows: 200, everyMinutes: 5 },
  error_rate: { of: "requests", rows: 20, everyMinutes: 1 },
  p99_ms: { of: "requests", rows: 20, everyMinutes: 1 },
};

export const LIMITS = {
  rulesOfEndpoint: 20,
  rules: 500,
  /** Labels and inputs are kept for that long, unless the installation says otherwise. */
  windowMinutes: 30 * 24 * 60,
  looks: 60,
} as const;

export const FIRING_EVENT = "alert.firing";
export const RESOLVED_EVENT = "alert.resolved";
