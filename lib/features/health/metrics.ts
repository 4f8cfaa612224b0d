import { Gauge } from "prom-client";
import { metricsRegistry } from "@/lib/metrics";
import { PROJECT } from "../registry/read-registry";
import type { LatestAudit } from "../repository/audits";
import type { OnlineViewRow } from "../repository/online-views";

/** A view may have 500 features; those that differ are named first. */
const MOST_SERIES = 1_000;

type Held = { views: readonly OnlineViewRow[]; audits: readonly LatestAudit[] };
let held: Held | undefined;

/** What Prometheus reads from now on. Labels are names of views and features that are there. */
export function showFeatureMetrics(found: Held): void {
  if (held === undefined) register();
  held = found;
}

/** Made on first use: only the process that looks after the views shows them. Ages are of the moment they are read at. */
function register(): void {
  const registers = [metricsRegistry()];
  new Gauge({
    name: "feast_feature_freshness_seconds",
    help: "How long ago the last materialisation ended that succeeded.",
    labelNames: ["feature_view", "project"],
    registers,
    collect() {
      this.reset();
      for (const { name, materializedUntil } of held?.views ?? [])
        if (materializedUntil)
          this.set(
            { feature_view: name, project: PROJECT },
            Math.max(0, (Date.now() - materializedUntil.getTime()) / 1_000),
          );
    },
  });
  new Gauge({
    name: "gwanje_feature_online_rows",
    help: "Entities of a view that have a row in the online store.",
    labelNames: ["feature_view"],
    registers,
    collect() {
      this.reset();
      for (const { name, rows } of held?.views ?? [])
        if (rows !== null) this.set({ feature_view: name }, rows);
    },
  });
  new Gauge({
    name: "gwanje_feature_skew_ratio",
    help: "Of the online values that the last audit compared with the files, how many differed.",
    labelNames: ["feature_view", "feature"],
    registers,
    collect() {
      this.reset();
      for (const { view, feature, ratio } of ratiosOf(held?.audits ?? []))
        this.set({ feature_view: view, feature }, ratio);
    },
  });
}

function ratiosOf(audits: readonly LatestAudit[]) {
  return audits
    .flatMap(({ view, features }) =>
      features.map(({ name, compared, mismatched }) => ({
        view,
        feature: name,
        ratio: compared === 0 ? 0 : mismatched / compared,
      })),
    )
    .sort((one, other) => other.ratio - one.ratio)
    .slice(0, MOST_SERIES);
}
