"use client";
import { KeyRound, Plug, PlugZap } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { ConnectionDialog } from "./connection-dialog";
import { ConnectionTestDialog } from "./connection-test";
import { addressOf } from "./connection-values";
import { settingQueries } from "./queries";
import { SettingsList } from "./settings-list";

export function ConnectionsPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("settings.connections");
  return (
    <SettingsList
      area="connections"
      query={settingQueries.connections()}
      idOf={(row) => row.id}
      canWrite={canWrite}
      icon={<Plug aria-hidden />}
      columns={[
        {
          header: t("id"),
          className: "whitespace-nowrap",
          cell: (row) => <span className="font-medium">{row.id}</span>,
        },
        { header: t("type"), cell: (row) => t(`types.${row.type === "postgres" ? "postgres" : "http"}`) },
        {
          header: t("where"),
          className: "max-w-80",
          cell: (row) => (
            <span className="block truncate font-mono text-xs" title={addressOf(row)}>
              {addressOf(row)}
            </span>
          ),
        },
        {
          header: t("secrets"),
          className: "whitespace-nowrap",
          cell: (row) =>
            row.has_password || row.has_extra ? (
              <span className="flex gap-1">
                {row.has_password ? <Badge icon={KeyRound}>{t("password")}</Badge> : null}
                {row.has_extra ? <Badge>{t("extra")}</Badge> : null}
              </span>
            ) : null,
        },
        { header: t("about"), className: "min-w-40 text-fg-muted", cell: (row) => row.description },
        {
          header: t("changed"),
          className: "whitespace-nowrap",
          cell: (row) => <RelativeTime at={row.updated_at} />,
        },
      ]}
      deed={{
        label: t("test.test"),
        icon: PlugZap,
        dialog: (target, close) => <ConnectionTestDialog target={target} onClose={close} />,
      }}
      form={(target, close) => <ConnectionDialog target={target} onClose={close} />}
    />
  );
}
