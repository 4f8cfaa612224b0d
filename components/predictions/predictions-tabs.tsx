"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

export function PredictionsTabs() {
  const t = useTranslations("predictions");
  const path = usePathname();
  const tab = (href: string, label: string) => ({ href, label, active: path === href });
  return (
    <NavTabs
      label={t("title")}
      tabs={[
        tab("/predictions", t("log")),
        tab("/predictions/quality", t("quality.title")),
        tab("/batch-predictions", t("batches")),
      ]}
    />
  );
}
