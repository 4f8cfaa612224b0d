"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { type SettingArea, settingQueries } from "./queries";

/** Pipelines whose newest version names this setting, with the tasks that do. */
export function UsageList({ area, id }: { area: SettingArea; id: string }) {
  const t = useTranslations("settings.usage");
  const usage = useQuery(settingQueries.usage(area, id));
  if (usage.isPending) return <TableSkeleton rows={2} label={t("title")} />;
  if (usage.isError) return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  if (usage.data.data.length === 0) return <p className="text-fg-muted text-sm">{t("nobody")}</p>;
  return (
    <ul className="divide-y rounded-md border">
      {usage.data.data.map((user) => (
        <li key={user.dag_id} className="grid gap-0.5 px-3 py-2">
          <span className="flex min-w-0 items-center gap-2">
            <Link
              href={`/pipelines/${encodeURIComponent(user.dag_id)}`}
              className="truncate font-medium text-sm hover:underline"
            >
              {user.dag_id}
            </Link>
            {user.is_stale ? <Badge tone="warning">{t("stale")}</Badge> : null}
            {user.is_paused && !user.is_stale ? <Badge>{t("paused")}</Badge> : null}
          </span>
          <span className="break-words font-mono text-fg-subtle text-xs">{user.task_ids.join(", ")}</span>
        </li>
      ))}
    </ul>
  );
}
