"use client";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { NavTabs } from "@/components/ui/tabs";

const TEAM = ["profile", "members", "sessions", "tokens"] as const;
const SETTINGS = ["variables", "connections", "pools"] as const;

/** `manages`: the person may manage the team, and sees service accounts; `tellsOthers`: may manage models, and sees webhooks. */
export function SettingsTabs({ manages, tellsOthers }: { manages: boolean; tellsOthers: boolean }) {
  const t = useTranslations("team");
  const settings = useTranslations("settings");
  const retention = useTranslations("retention");
  const webhooks = useTranslations("webhooks");
  const logStore = useTranslations("log_store");
  const path = usePathname();
  const tab = (page: string, label: string) => ({
    href: `/settings/${page}`,
    label,
    active: path === `/settings/${page}`,
  });
  const tabs = [
    ...TEAM.map((page) => tab(page, t(`${page}.title`))),
    ...(manages ? [tab("service-accounts", t("service_accounts.title")), tab("team", t("team.title"))] : []),
    ...SETTINGS.map((page) => tab(page, settings(`${page}.title`))),
    ...(tellsOthers ? [tab("webhooks", webhooks("title"))] : []),
    tab("retention", retention("title")),
    tab("log-store", logStore("title")),
  ];
  return <NavTabs label={t("settings")} tabs={tabs} />;
}
