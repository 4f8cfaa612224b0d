"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

const TEAM = ["profile", "members", "sessions", "tokens"] as const;
const SETTINGS = ["variables", "connections", "pools"] as const;

export function SettingsTabs() {
  const t = useTranslations("team");
  const settings = useTranslations("settings");
  const path = usePathname();
  const tab = (page: string, label: string) => ({
    href: `/settings/${page}`,
    label,
    active: path === `/settings/${page}`,
  });
  const tabs = [
    ...TEAM.map((page) => tab(page, t(`${page}.title`))),
    ...SETTINGS.map((page) => tab(page, settings(`${page}.title`))),
  ];
  return <NavTabs label={t("settings")} tabs={tabs} />;
}
