"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

const TEAM = ["profile", "members", "sessions", "tokens"] as const;
const SETTINGS = ["variables", "connections", "pools"] as const;

/** `manages`: the person may manage the team. The others do not see service accounts. */
export function SettingsTabs({ manages }: { manages: boolean }) {
  const t = useTranslations("team");
  const settings = useTranslations("settings");
  const retention = useTranslations("retention");
  const path = usePathname();
  const tab = (page: string, label: string) => ({
    href: `/settings/${page}`,
    label,
    active: path === `/settings/${page}`,
  });
  const tabs = [
    ...TEAM.map((page) => tab(page, t(`${page}.title`))),
    ...(manages ? [tab("service-accounts", t("service_accounts.title"))] : []),
    ...SETTINGS.map((page) => tab(page, settings(`${page}.title`))),
    tab("retention", retention("title")),
  ];
  return <NavTabs label={t("settings")} tabs={tabs} />;
}
