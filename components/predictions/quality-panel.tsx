"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChartSpline, Target } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { DriftCard } from "@/components/drift/drift-card";
import { endpointQueries } from "@/components/endpoints/queries";
import { Toolbar } from "@/components/layout/page-header";
import { versionHref } from "@/components/models/queries";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number } from "@/lib/client/format";
import type { Quality } from "@/lib/predictions/schema";
import { predictionQueries } from "./queries";

/** Stands for the usual output in a select, whose values must not be empty. */
const USUAL = " usual";
const MEASURES = ["auc", "log_loss", "brier", "mean_error", "rmse"] as const;

/** How good the answers of an endpoint were, day by day, for each variant and version. */
export function QualityPanel({ canChoose }: { canChoose: boolean }) {
  const t = useTranslations("predictions");
  const [{ endpoint, output }, setView] = useQueryStates({
    endpoint: parseAsString.withDefault(""),
    output: parseAsString.withDefault(""),
  });
  const found = useQuery({
    ...predictionQueries.quality(endpoint, output),
    enabled: endpoint !== "",
    placeholderData: keepPreviousData,
  });
  // A name that is half typed has no inputs to ask for.
  const endpoints = useQuery(endpointQueries.list());
  const isEndpoint = endpoints.data?.data.some(({ name }) => name === endpoint) ?? false;
  return (
    <>
      <Toolbar>
        <Input
          className="w-60"
          aria-label={t("filter.endpoint")}
          placeholder={t("filter.endpoint")}
          value={endpoint}
          onChange={(event) => void setView({ endpoint: event.target.value || null, output: null })}
        />
        {found.data && found.data.outputs.length > 0 ? (
          <Select
            label={t("output")}
            className="w-56"
            options={[
              { value: USUAL, label: t("quality.usual", { output: found.data.output ?? "–" }) },
              ...found.data.outputs.map((value) => ({ value, label: value })),
            ]}
            value={output || USUAL}
            onChange={(value) => void setView({ output: value === USUAL ? null : value })}
          />
        ) : null}
      </Toolbar>
      {endpoint === "" ? (
        <EmptyState
          icon={<ChartSpline aria-hidden />}
          title={t("quality.choose")}
          description={t("quality.choose_text")}
        />
      ) : found.isPending ? (
        <TableSkeleton rows={8} label={t("quality.title")} />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <Days quality={found.data} />
      )}
      {isEndpoint ? <DriftCard key={endpoint} endpoint={endpoint} canWrite={canChoose} /> : null}
    </>
  );
}

function Days({ quality }: { quality: Quality }) {
  const t = useTranslations("predictions");
  const locale = useLocale();
  if (quality.data.length === 0)
    return (
      <EmptyState
        icon={<Target aria-hidden />}
        title={t("quality.none")}
        description={t("quality.none_text", { endpoint: quality.endpoint })}
        snippet={`curl -sS "$SERVING_URL/predict/${quality.endpoint}/feedback" -H "Authorization: Bearer $TOKEN" \\\n  -d '{"feedback": [{"prediction_id": "pred_...", "row": 0, "label": 1}]}'`}
      />
    );
  const text = (value: number | null) => (value === null ? "–" : number(value, locale, 4));
  const shown = MEASURES.filter((name) => quality.data.some((day) => day[name] !== null));
  const days = quality.data.toReversed();
  return (
    <Card
      title={t("quality.by_day")}
      description={t(quality.complete ? "quality.all_labels" : "quality.newest_labels", {
        count: quality.labels,
      })}
      flush
    >
      <Table label={t("quality.by_day")}>
        <thead>
          <tr>
            <Th>{t("quality.day")}</Th>
            <Th>{t("variant")}</Th>
            <Th>{t("model")}</Th>
            <Th className="text-right">{t("quality.labels")}</Th>
            {shown.map((name) => (
              <Th key={name} className="text-right">
                {t(`quality.measures.${name}`)}
              </Th>
            ))}
            <Th>{t("quality.calibration")}</Th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <Tr key={`${one.day}-${one.variant}-${one.model.name}-${one.model.version}`}>
              <Td className="nums whitespace-nowrap">{one.day}</Td>
              <Td className="nums">{one.variant}</Td>
              <Td className="whitespace-nowrap">
                <Link className="hover:underline" href={versionHref(one.model.name, one.model.version)}>
                  {t("version_of", one.model)}
                </Link>
              </Td>
              <Td className="nums text-right">{number(one.labels, locale)}</Td>
              {shown.map((name) => (
                <Td key={name} className="nums text-right">
                  {text(one[name])}
                </Td>
              ))}
              <Td>
                <Calibration bins={one.calibration} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** What was said against what came true, as words for those who do not see the dots. */
function Calibration({ bins }: { bins: Quality["data"][number]["calibration"] }) {
  const locale = useLocale();
  if (bins.length === 0) return <span className="text-fg-subtle">{"–"}</span>;
  const words = bins
    .map(
      ({ mean_score, rate, count }) => `${number(mean_score, locale)} → ${number(rate, locale)} (${count})`,
    )
    .join(", ");
  return (
    <svg className="h-10 w-10 overflow-visible" role="img" viewBox="0 0 1 1">
      <title>{words}</title>
      <path className="stroke-border-strong" d="M0 1L1 0" strokeWidth={0.02} />
      {bins.map(({ from, mean_score, rate }) => (
        <circle key={from} className="fill-accent" cx={mean_score} cy={1 - rate} r={0.06} />
      ))}
    </svg>
  );
}
