"use client";
import { Gauge } from "lucide-react";
import { useTranslations } from "next-intl";
import { tasksHref } from "@/components/runs/runs-href";
import { Link } from "@/components/ui/link";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { PoolView } from "@/lib/settings/schema";
import { DEFAULT_POOL } from "@/lib/settings/values";
import { PoolDialog } from "./pool-dialog";
import { settingQueries } from "./queries";
import { SettingsList } from "./settings-list";

export function PoolsPanel({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("settings.pools");
  const number = "nums whitespace-nowrap text-right";
  return (
    <SettingsList
      area="pools"
      query={settingQueries.pools()}
      idOf={(row) => row.name}
      canWrite={canWrite}
      icon={<Gauge aria-hidden />}
      keeps={(row) => row.name === DEFAULT_POOL}
      columns={[
        {
          header: t("name"),
          className: "whitespace-nowrap",
          cell: (row) => <span className="font-medium">{row.name}</span>,
        },
        { header: t("used"), className: "min-w-44", cell: (row) => <Used row={row} /> },
        {
          header: t("running"),
          className: number,
          cell: (row) => (
            <Count count={row.running_slots} pool={row.name} states={["running", "restarting"]} />
          ),
        },
        {
          header: t("queued"),
          className: number,
          cell: (row) => <Count count={row.queued_slots} pool={row.name} states={["queued"]} />,
        },
        {
          header: t("waiting"),
          className: number,
          cell: (row) => (
            <Count count={row.waiting_tasks} pool={row.name} states={["none", "up_for_retry"]} />
          ),
        },
        {
          header: t("about"),
          className: "min-w-40 text-fg-muted",
          cell: (row) => (isSeeded(row) ? t("default_about") : row.description),
        },
      ]}
      form={(target, close) => <PoolDialog target={target} onClose={close} />}
    />
  );
}

/** Slots, with a link to the tasks that have them or wait for them. */
function Count({ count, pool, states }: { count: number; pool: string; states: readonly string[] }) {
  return (
    <Link href={tasksHref({ pool, state: states })} className="hover:underline">
      {count}
    </Link>
  );
}

/** The default pool, whose description is ours until a person changes it. */
function isSeeded(row: PoolView): boolean {
  return row.name === DEFAULT_POOL && row.description === "Tasks that name no pool";
}

function Used({ row }: { row: PoolView }) {
  const t = useTranslations("settings.pools");
  const used = row.running_slots + row.queued_slots;
  if (row.slots < 0) return <span className="nums text-xs">{t("used_unlimited", { used })}</span>;
  const full = used >= row.slots;
  return (
    <span className="flex items-center gap-2">
      <ProgressBar
        label={t("used_of", { name: row.name })}
        value={used}
        max={row.slots}
        tone={full && row.waiting_tasks > 0 ? "danger" : "accent"}
        className="max-w-28"
      />
      <span className="nums whitespace-nowrap text-xs">{t("used_limited", { used, slots: row.slots })}</span>
    </span>
  );
}
