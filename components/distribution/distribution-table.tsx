"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Fragment, useState } from "react";
import { DriftBins } from "@/components/drift/drift-bins";
import { LevelBadge } from "@/components/drift/level-badge";
import { IconButton } from "@/components/ui/icon-button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { number, percent } from "@/lib/client/format";
import type { DistributedFeature } from "@/lib/drift/schema";
import { FEWEST_ROWS } from "@/lib/drift/values";
import { Bars } from "./bars";
import { topText, truthText, valueText } from "./value-text";

const COLUMNS = 5;
const NAMED = 3;

type Props = { features: readonly DistributedFeature[]; isCompared: boolean };

/** A row opens to the shares of the view beside those of the training set. */
export function DistributionTable({ features, isCompared }: Props) {
  const t = useTranslations("distribution");
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Table label={t("title")} cards>
      <thead>
        <tr>
          <Th>{t("feature")}</Th>
          <Th>{t("histogram")}</Th>
          <Th>{t("values")}</Th>
          <Th>{t("nulls")}</Th>
          <Th>{isCompared ? t("shift") : null}</Th>
        </tr>
      </thead>
      <tbody>
        {features.map((feature) => (
          <Fragment key={feature.name}>
            <FeatureRow
              feature={feature}
              isCompared={isCompared}
              isOpen={open === feature.name}
              onToggle={() => setOpen(open === feature.name ? null : feature.name)}
            />
            {open === feature.name ? (
              <tr className="max-sm:block">
                <td colSpan={COLUMNS} className="border-b bg-surface-2 p-4 max-sm:block">
                  <DriftBins bins={feature.bins} names={{ reference: t("training_set"), live: t("view") }} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

type RowProps = { feature: DistributedFeature; isCompared: boolean; isOpen: boolean; onToggle: () => void };

function FeatureRow({ feature, isCompared, isOpen, onToggle }: RowProps) {
  const t = useTranslations("distribution");
  const locale = useLocale();
  const { name, type, rows, nulls, bins, histogram, top } = feature;
  const counts = histogram.length > 0 ? histogram : top.map((one) => one.rows);
  return (
    <Tr className="[&>td]:align-top">
      <Td>
        <span className="flex min-w-0 items-start gap-1">
          {bins.length > 0 ? (
            <IconButton
              size="sm"
              icon={isOpen ? ChevronDown : ChevronRight}
              label={t("compare", { name })}
              aria-expanded={isOpen}
              onClick={onToggle}
            />
          ) : null}
          <span className="min-w-32 py-0.5">
            <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>
            <code className="whitespace-nowrap text-fg-muted text-xs">{type}</code>
          </span>
        </span>
      </Td>
      <Td>{counts.length > 0 ? <Bars counts={counts} label={t("histogram_of", { name })} /> : null}</Td>
      <Td className="nums text-xs">
        <Values feature={feature} />
      </Td>
      <Td className="nums whitespace-nowrap">{rows === 0 ? "–" : percent(nulls / rows, locale)}</Td>
      <Td>{isCompared ? <Shift feature={feature} /> : null}</Td>
    </Tr>
  );
}

function Shift({ feature: { level, psi, ks } }: { feature: DistributedFeature }) {
  const t = useTranslations("distribution");
  const locale = useLocale();
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <LevelBadge level={level} minRows={FEWEST_ROWS} />
      {(["psi", "ks"] as const).map((key) => {
        const value = { psi, ks }[key];
        return value === null ? null : (
          <span key={key} className="nums whitespace-nowrap text-fg-muted text-xs">
            {t(key, { value: number(value, locale, 3) })}
          </span>
        );
      })}
    </span>
  );
}

/** The smallest, the middle and the greatest number, or the most frequent texts. */
function Values({ feature }: { feature: DistributedFeature }) {
  const t = useTranslations("distribution");
  const locale = useLocale();
  const { type, min, median, max, distinct, top } = feature;
  if (type === "BOOL" && max !== null) return truthText(feature, locale);
  if (min !== null && median !== null && max !== null) {
    const text = (value: number) => valueText(value, type, locale);
    return (
      <span className="grid grid-cols-[auto_1fr] gap-x-2">
        {(["min", "median", "max"] as const).map((key) => (
          <span key={key} className="col-span-2 grid grid-cols-subgrid">
            <span className="text-fg-subtle">{t(key)}</span>
            <span className="whitespace-nowrap">{text({ min, median, max }[key])}</span>
          </span>
        ))}
      </span>
    );
  }
  if (top.length === 0) return <span className="text-fg-subtle">{"–"}</span>;
  return (
    <span className="block max-w-56 [overflow-wrap:anywhere]">
      {topText(feature, NAMED, locale)}
      {distinct === null ? null : (
        <span className="block text-fg-subtle">{t("distinct", { count: distinct })}</span>
      )}
    </span>
  );
}
