"use client";
import { useQueries } from "@tanstack/react-query";
import { Equal } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { compareHref as modelCompareHref } from "@/components/models/queries";
import { AbsoluteTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { duration } from "@/lib/client/format";
import type { PredictionView } from "@/lib/predictions/schema";
import { DifferenceCard } from "./difference-card";
import { differencesOf } from "./differences";
import { predictionHref, predictionQueries } from "./queries";

/** Why one answer is another one: what differs, causes first. */
export function ComparePredictions() {
  const t = useTranslations("predictions");
  const [{ base, other }] = useQueryStates({
    base: parseAsString.withDefault(""),
    other: parseAsString.withDefault(""),
  });
  const found = useQueries({ queries: [base, other].map((id) => predictionQueries.one(id)) });
  const failed = found.find(({ isError }) => isError);
  const [one, two] = found.map(({ data }) => data);
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("title"), href: "/predictions" }, { label: t("compare") }]}
          />
        }
        title={t("compare_title")}
        description={
          one && two ? (
            <span className="flex flex-wrap items-center gap-x-3">
              <Which prediction={one} />
              <span aria-hidden>{"→"}</span>
              <Which prediction={two} />
            </span>
          ) : undefined
        }
      />
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => found.map(({ refetch }) => refetch())} />
      ) : one && two ? (
        <Parts base={one} other={two} />
      ) : (
        <TableSkeleton rows={8} label={t("compare")} />
      )}
    </>
  );
}

function Which({ prediction: { id, at } }: { prediction: PredictionView }) {
  return (
    <span className="flex items-center gap-2">
      <Link className="text-accent hover:underline" href={predictionHref(id)}>
        <Id id={id} copy={false} />
      </Link>
      <AbsoluteTime at={at} />
    </span>
  );
}

function Parts({ base, other }: { base: PredictionView; other: PredictionView }) {
  const t = useTranslations("predictions");
  const locale = useLocale();
  const { who, features, request, answer } = differencesOf(base, other);
  const age = (seconds: number | null) => (seconds === null ? "–" : duration(seconds * 1_000, locale, false));
  const isOtherVersion = base.model.name === other.model.name && base.model.version !== other.model.version;
  if ([who, features, request, answer].every((list) => list.length === 0))
    return (
      <Card>
        <EmptyState
          icon={<Equal aria-hidden />}
          title={t("nothing_differs")}
          description={t("nothing_text")}
        />
      </Card>
    );
  return (
    <div className="grid gap-4">
      <DifferenceCard title={t("answered")} none={t("same_answer")} differences={answer} />
      <DifferenceCard
        title={t("who_answered")}
        none={t("same_who")}
        differences={who}
        actions={
          isOtherVersion ? (
            <Link
              className="text-accent text-xs hover:underline"
              href={modelCompareHref(base.model.name, base.model.version, other.model.version)}
            >
              {t("compare_versions")}
            </Link>
          ) : null
        }
      />
      <DifferenceCard
        title={t("features")}
        none={t("same_features")}
        differences={features}
        extra={{
          heads: [t("age_before"), t("age_after")],
          cells: (at) => [age(features[at]?.baseAge ?? null), age(features[at]?.otherAge ?? null)],
        }}
      />
      <DifferenceCard title={t("asked")} none={t("same_request")} differences={request} />
    </div>
  );
}
