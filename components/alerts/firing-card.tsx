"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { AlertStateBadge } from "./alert-state-badge";
import { alertQueries } from "./queries";
import { useAlertWords } from "./use-alert-words";

const MOST = 10;

/** Alerts that fire now; nothing while none does. */
export function FiringCard() {
  const t = useTranslations("alerts");
  const words = useAlertWords();
  const firing = useQuery(alertQueries.firing()).data?.data ?? [];
  if (firing.length === 0) return null;
  return (
    <Card title={t("firing", { count: firing.length })} flush>
      <ul aria-label={t("firing", { count: firing.length })}>
        {firing.slice(0, MOST).map((alert) => (
          <li
            key={alert.id}
            className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 text-sm last:border-b-0"
          >
            <AlertStateBadge alert={alert} />
            <Link
              className="font-medium hover:underline"
              href={`/endpoints/${encodeURIComponent(alert.endpoint)}`}
            >
              {alert.endpoint}
            </Link>
            <span className="min-w-0 break-words text-fg-muted">
              {alert.name}
              {alert.value === null ? null : ` · ${words.value(alert.metric, alert.value)}`}
            </span>
            <span className="ms-auto text-fg-subtle text-xs">
              <RelativeTime at={alert.since} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
