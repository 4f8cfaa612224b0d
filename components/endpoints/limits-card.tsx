"use client";
import { Pencil } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card, KeyValueList } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { number, percent } from "@/lib/client/format";
import type { EndpointView } from "@/lib/endpoints/schema";
import { EnabledSwitch } from "./enabled-switch";

type Props = { endpoint: EndpointView; canWrite: boolean; onEdit: () => void };

/** Whether an endpoint answers, and how much at most. */
export function LimitsCard({ endpoint, canWrite, onEdit }: Props) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  return (
    <Card
      title={t("limits_title")}
      actions={canWrite ? <IconButton size="sm" icon={Pencil} label={t("edit")} onClick={onEdit} /> : null}
    >
      {canWrite ? <EnabledSwitch endpoint={endpoint} /> : null}
      <KeyValueList
        className={canWrite ? "mt-3" : undefined}
        items={[
          { label: t("limits.max_rows"), value: number(endpoint.max_rows, locale) },
          { label: t("limits.max_in_flight"), value: number(endpoint.max_in_flight, locale) },
          { label: t("limits.deadline_ms"), value: `${number(endpoint.deadline_ms, locale)} ms` },
          {
            label: t("log_kept"),
            value: t("log_said", { share: percent(endpoint.log_rate, locale, 4), count: endpoint.log_rows }),
          },
          { label: t("created_at"), value: <RelativeTime at={endpoint.created_at} /> },
          { label: t("updated"), value: <RelativeTime at={endpoint.updated_at} /> },
        ]}
      />
    </Card>
  );
}
