import { Counter, Gauge, Histogram } from "prom-client";
import { metricsRegistry } from "@/lib/metrics";

type JobMetrics = {
  runs: Counter<"job" | "outcome">;
  seconds: Histogram<"job">;
  lastSuccess: Gauge<"job">;
  stuck: Gauge<"job">;
};

let own: JobMetrics | undefined;

/** Made on first use: only a process that runs jobs shows them. The labels are names of jobs, never ids. */
export function jobMetrics(): JobMetrics {
  own ??= createJobMetrics();
  return own;
}

function createJobMetrics(): JobMetrics {
  const registers = [metricsRegistry()];
  return {
    runs: new Counter({
      name: "gwanje_job_runs_total",
      help: "Runs of the product's own jobs that have ended, by outcome.",
      labelNames: ["job", "outcome"],
      registers,
    }),
    seconds: new Histogram({
      name: "gwanje_job_seconds",
      help: "How long runs of the product's own jobs took.",
      labelNames: ["job"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 1_800],
      registers,
    }),
    lastSuccess: new Gauge({
      name: "gwanje_job_last_success_timestamp_seconds",
      help: "When a run of the job last succeeded, in seconds since 1970.",
      labelNames: ["job"],
      registers,
    }),
    stuck: new Gauge({
      name: "gwanje_job_stuck",
      help: "1 while a run of the job goes on although its time is over and it was asked to stop.",
      labelNames: ["job"],
      registers,
    }),
  };
}
