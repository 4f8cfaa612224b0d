"use client";
import { List, Radio, Shapes } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { SegmentedControl } from "@/components/ui/segmented-control";

const VIEWS = ["records", "live", "patterns"] as const;
const ICONS = { records: List, live: Radio, patterns: Shapes } as const;

/** What the page of log records shows of a search. */
export function useShown() {
  return useQueryState("show", parseAsStringLiteral(VIEWS).withDefault("records"));
}

export function ViewSwitch() {
  const t = useTranslations("log_tail");
  const [shown, setShown] = useShown();
  return (
    <SegmentedControl
      className="justify-self-start"
      label={t("views")}
      value={shown}
      onChange={(next) => void setShown(next === "records" ? null : next)}
      options={VIEWS.map((value) => ({ value, label: t(`view.${value}`), icon: ICONS[value] }))}
    />
  );
}
