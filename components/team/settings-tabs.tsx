"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

const PAGES = ["profile", "members", "sessions", "tokens"] as const;

export function SettingsTabs() {
  const t = useTranslations("team");
  const path = usePathname();
  const tabs = PAGES.map((page) => ({
    href: `/settings/${page}`,
    label: t(`${page}.title`),
    active: path === `/settings/${page}`,
  }));
  return <NavTabs label={t("settings")} tabs={tabs} />;
}
