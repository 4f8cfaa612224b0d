"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { parseAsBoolean, parseAsInteger, useQueryStates } from "nuqs";
import { Delta } from "@/components/comparison/delta";
import { metricText } from "@/components/experiments/metric-text";
import { Breadcrumb, PageHeader, Toolbar } from "@/components/layout/page-header";
import { Switch } from "@/components/ui/choice";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { bytes } from "@/lib/client/format";
import type { VersionComparison } from "@/lib/models/schema";
import { CompareCard, type Pair } from "./compare-card";
import { modelHref, modelQueries, versionHref } from "./queries";
import { fieldType } from "./signature-card";

/** Two versions of a model side by side; what is equal is left out until it is asked for. */
export function CompareHome({ name }: { name: string }) {
  const t = useTranslations("models");
  const [{ base, other, all }, setView] = useQueryStates({
    base: parseAsInteger.withDefault(1),
    other: parseAsInteger.withDefault(2),
    all: parseAsBoolean.withDefault(false),
  });
  const found = useQuery(modelQueries.comparison(name, base, other));
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[
              { label: t("title"), href: "/models" },
              { label: name, href: modelHref(name) },
              { label: t("compare") },
            ]}
          />
        }
        title={t("compare_title", { base, other })}
        description={
          <span className="flex gap-3">
            {[base, other].map((number) => (
              <Link key={number} className="text-accent hover:underline" href={versionHref(name, number)}>
                {t("version", { number })}
              </Link>
            ))}
          </span>
        }
      />
      <Toolbar>
        <Switch label={t("show_equal")} checked={all} onChange={(on) => void setView({ all: on || null })} />
      </Toolbar>
      {found.isPending ? (
        <TableSkeleton rows={8} label={t("compare")} />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Parts comparison={found.data} all={all} />
      )}
    </>
  );
}

function Parts({ comparison, all }: { comparison: VersionComparison; all: boolean }) {
  const t = useTranslations("models");
  const locale = useLocale();
  const { base, other } = comparison;
  const heads = [base.number, other.number] as const;
  const value = (one: string | number | null) => (one === null ? null : metricText(one, locale));
  const pairs = <T,>(
    list: readonly { key: string; differs: boolean; base: T | null; other: T | null }[],
    words: (one: T) => string,
  ): Pair[] =>
    list.map((pair) => ({
      key: pair.key,
      differs: pair.differs,
      base: pair.base === null ? null : words(pair.base),
      other: pair.other === null ? null : words(pair.other),
    }));
  const parts: [string, Pair[]][] = [
    [
      t("metrics"),
      comparison.metrics.map((pair) => ({
        ...pair,
        base: value(pair.base),
        other: value(pair.other),
        delta: <Delta metric={pair.key} value={pair.other} base={pair.base} />,
      })),
    ],
    [t("params"), comparison.params],
    [t("tags"), comparison.tags],
    [t("side.inputs"), pairs(comparison.inputs, fieldType)],
    [t("side.outputs"), pairs(comparison.outputs, fieldType)],
    [
      `${t("files")} · ${bytes(base.files.size_bytes, locale)} → ${bytes(other.files.size_bytes, locale)}`,
      pairs(comparison.files, (size) => bytes(size, locale)),
    ],
  ];
  return (
    <>
      {parts
        .filter(([, list]) => list.length > 0)
        .map(([title, list]) => (
          <CompareCard key={title} title={title} heads={heads} pairs={list} all={all} />
        ))}
    </>
  );
}
