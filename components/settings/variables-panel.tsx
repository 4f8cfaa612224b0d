"use client";
import { Braces, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { settingQueries } from "./queries";
import { SettingsList } from "./settings-list";
import { VariableDialog } from "./variable-dialog";

export function VariablesPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("settings.variables");
  return (
    <SettingsList
      area="variables"
      query={settingQueries.variables()}
      idOf={(row) => row.key}
      canWrite={canWrite}
      icon={<Braces aria-hidden />}
      columns={[
        { header: t("key"), cell: (row) => <span className="font-medium font-mono text-xs">{row.key}</span> },
        {
          header: t("value"),
          className: "max-w-72",
          cell: (row) =>
            row.is_secret ? (
              <Badge icon={Lock}>{t("secret")}</Badge>
            ) : (
              <span className="block truncate font-mono text-xs" title={row.value ?? undefined}>
                {row.value}
              </span>
            ),
        },
        { header: t("about"), className: "min-w-40 text-fg-muted", cell: (row) => row.description },
        {
          header: t("changed"),
          className: "whitespace-nowrap",
          cell: (row) => <RelativeTime at={row.updated_at} />,
        },
      ]}
      form={(target, close) => <VariableDialog target={target} onClose={close} />}
    />
  );
}
