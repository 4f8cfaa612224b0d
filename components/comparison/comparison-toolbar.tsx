"use client";
import { useTranslations } from "next-intl";
import { Toolbar } from "@/components/layout/page-header";
import { Input, SearchInput } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { POINTS } from "@/lib/comparison/values";
import type { ComparisonView, useComparisonView } from "./use-comparison-view";

type Props = { view: ComparisonView; setView: ReturnType<typeof useComparisonView>["setView"] };

const SHOWN = ["differences", "all"] as const;

/** What is shown: differences or all, a part of the names, and which point of each metric. */
export function ComparisonToolbar({ view, setView }: Props) {
  const t = useTranslations("comparison");
  return (
    <Toolbar>
      <SearchInput
        label={t("search")}
        clearLabel={t("search_clear")}
        className="w-52"
        value={view.q}
        onChange={(q) => void setView({ q: q || null })}
      />
      <SegmentedControl
        label={t("shown")}
        options={SHOWN.map((value) => ({ value, label: t(`shows.${value}`) }))}
        value={view.all ? "all" : "differences"}
        onChange={(value) => void setView({ all: value === "all" ? true : null })}
      />
      <Select
        label={t("point")}
        className="w-44"
        options={POINTS.map((value) => ({ value, label: t(`points.${value}`) }))}
        value={view.point}
        onChange={(value) => void setView({ point: POINTS.find((point) => point === value) ?? null })}
      />
      {view.point === "step" ? (
        <Input
          type="number"
          aria-label={t("step")}
          className="w-28"
          value={view.step ?? 0}
          onChange={(event) => void setView({ step: Math.trunc(Number(event.currentTarget.value)) || 0 })}
        />
      ) : null}
    </Toolbar>
  );
}
