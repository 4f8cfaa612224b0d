"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartSpline, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { MetricPlot } from "./metric-plot";
import { MetricToolbar } from "./metric-toolbar";
import { metricQueries } from "./queries";
import type { MetricView, SetMetricView } from "./use-metric-view";
import { useSampleWords } from "./use-sample-words";

const PLOT_PX = 420;
/** As many as the API gives. */
const POINTS = 1_000;

type Props = { runId: string; metric: string; view: MetricView; setView: SetMetricView; isRunning: boolean };

/** One chart as large as the window allows, with all the detail that the server gives. */
export function FullSize({ runId, metric, view, setView, isRunning }: Props) {
  const t = useTranslations("charts");
  const [asTable, setAsTable] = useState(false);
  const wish = { keys: [metric], points: POINTS, axis: view.x, zoom: view.zoom };
  const samples = useQuery(metricQueries.samples(runId, wish, isRunning));
  const sample = samples.data?.data[0];
  const words = useSampleWords(sample);
  return (
    <Dialog
      open
      size="xl"
      onOpenChange={(open) => (open ? undefined : void setView({ full: null }))}
      title={<span className="break-all font-mono text-sm">{metric}</span>}
      description={<span className="nums">{words}</span>}
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <MetricToolbar view={view} setView={setView} />
        <Button size="sm" icon={asTable ? ChartSpline : Table2} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? "as_chart" : "as_table")}
        </Button>
      </div>
      <MetricPlot sample={sample} view={view} setView={setView} asTable={asTable} height={PLOT_PX} />
    </Dialog>
  );
}
