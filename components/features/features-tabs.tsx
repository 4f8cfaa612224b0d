"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

/** The lists of the feature store, and the look-up. */
export function FeaturesTabs() {
  const t = useTranslations("features");
  const sets = useTranslations("training_sets");
  const lineage = useTranslations("feature_lineage");
  const path = usePathname();
  const tab = (href: string, label: string) => ({ href, label, active: path === href });
  return (
    <NavTabs
      label={t("title")}
      tabs={[
        tab("/features", t("views.title")),
        tab("/features/on-demand", t("on_demand.title")),
        tab("/features/sources", t("sources.title")),
        tab("/features/entities", t("entities.title")),
        tab("/features/services", t("services.title")),
        tab("/features/training-sets", sets("title")),
        tab("/features/lineage", lineage("title")),
        tab("/features/look-up", t("look_up.title")),
      ]}
    />
  );
}
