"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { endpointHref } from "@/components/endpoints/queries";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { LineageCard } from "@/components/models/lineage-card";
import { modelQueries, versionHref } from "@/components/models/queries";
import { AbsoluteTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, KeyValueList } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import type { PredictionView } from "@/lib/predictions/schema";
import { JoinedCards } from "./joined-cards";
import { LatencyCard } from "./latency-card";
import { OutcomeBadge } from "./outcome-badge";
import { compareHref } from "./queries";
import { ReplayCard } from "./replay-card";
import { RowsCard } from "./rows-card";

type Props = { prediction: PredictionView; canReadModels: boolean };

/** The whole story of one answer. */
export function PredictionHome({ prediction, canReadModels }: Props) {
  const t = useTranslations("predictions");
  const { id, at, request_id, trace_id, earlier_id: earlier } = prediction;
  const span = { from: at, to: at };
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/predictions" }, { label: <Id id={id} copy={false} /> }]}
          />
        }
        title={t("prediction_of", { endpoint: prediction.endpoint })}
        badges={
          <>
            <OutcomeBadge outcome={prediction.outcome} />
            {prediction.kept_rows < prediction.rows ? (
              <Badge tone="warning">{t("cut", { kept: prediction.kept_rows, rows: prediction.rows })}</Badge>
            ) : null}
          </>
        }
        description={
          <span className="flex flex-wrap gap-x-3">
            <Id id={id} full />
            <AbsoluteTime at={at} ms />
          </span>
        }
        actions={
          <>
            {earlier ? (
              <Button asChild>
                <Link href={compareHref(earlier, id)}>{t("compare_earlier")}</Link>
              </Button>
            ) : null}
            <LogsLink ids={trace_id ? { trace_id } : { request: request_id }} span={span} />
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          {prediction.error ? (
            <Card title={t("why_not")}>
              <p className="break-words text-sm">{prediction.error}</p>
            </Card>
          ) : null}
          <RowsCard prediction={prediction} />
          <JoinedCards features={prediction.features} />
          <ReplayCard prediction={prediction} />
        </div>
        <div className="grid min-w-0 gap-4">
          <FactsCard prediction={prediction} />
          <LatencyCard latency={prediction.latency_ms} total={prediction.total_ms} />
          {canReadModels ? <Lineage {...prediction.model} /> : null}
        </div>
      </div>
    </>
  );
}

function FactsCard({ prediction }: { prediction: PredictionView }) {
  const t = useTranslations("predictions");
  const { model, caller, run_id: run, trace_id: trace } = prediction;
  return (
    <Card title={t("facts")}>
      <KeyValueList
        items={[
          {
            label: t("endpoint"),
            value: (
              <Link href={endpointHref(prediction.endpoint)} className="hover:underline">
                {prediction.endpoint}
              </Link>
            ),
          },
          { label: t("variant"), value: t("variant_number", { number: prediction.variant }) },
          {
            label: t("model"),
            value: (
              <Link className="text-accent hover:underline" href={versionHref(model.name, model.version)}>
                {t("version_of", model)}
              </Link>
            ),
          },
          { label: t("protocol"), value: prediction.protocol },
          {
            label: t("caller"),
            value: (
              <span className="flex flex-wrap items-center gap-x-2">
                {caller.name}
                <Id id={caller.id} />
              </span>
            ),
          },
          { label: t("run"), value: run ? <Id id={run} /> : null },
          { label: t("request_id"), value: <Id id={prediction.request_id} /> },
          { label: t("trace"), value: trace ? <Id id={trace} /> : null },
        ]}
      />
    </Card>
  );
}

/** From the pipeline and its data to the version that answered; nothing where the version is gone. */
function Lineage({ name, version }: { name: string; version: number }) {
  const found = useQuery({ ...modelQueries.version(name, version), retry: false });
  return found.data ? <LineageCard version={found.data} /> : null;
}
