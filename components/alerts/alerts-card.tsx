"use client";
import { useQuery } from "@tanstack/react-query";
import { MoreHorizontal, Pencil, Plus, Power, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEndpointDeed } from "@/components/endpoints/use-endpoint-deed";
import { RelativeTime } from "@/components/time/time";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem } from "@/components/ui/menu";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { AlertView } from "@/lib/alerts/schema";
import { AlertStateBadge } from "./alert-state-badge";
import { alertQueries, changeAlert, deleteAlert } from "./queries";
import { useAlertWords } from "./use-alert-words";

const AlertDialog = dynamic(() => import("./alert-dialog").then((module) => module.AlertDialog), {
  ssr: false,
});

type Open = { deed: "create" } | { deed: "edit" | "delete"; alert: AlertView };

/** The alert rules of an endpoint, those that fire first. */
export function AlertsCard({ endpoint, canWrite }: { endpoint: string; canWrite: boolean }) {
  const t = useTranslations("alerts");
  const found = useQuery(alertQueries.ofEndpoint(endpoint));
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => {
    setOpen(null);
    void found.refetch();
  };
  return (
    <Card
      title={t("title")}
      flush
      actions={
        <>
          <Link
            className="text-accent text-sm hover:underline"
            href={`/predictions/quality?endpoint=${encodeURIComponent(endpoint)}`}
          >
            {t("quality")}
          </Link>
          {canWrite ? (
            <IconButton size="sm" icon={Plus} label={t("add")} onClick={() => setOpen({ deed: "create" })} />
          ) : null}
        </>
      }
    >
      {found.isPending ? (
        <TableSkeleton rows={2} label={t("title")} />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : found.data.data.length === 0 ? (
        <p className="px-4 py-3 text-fg-muted text-sm">{t("none")}</p>
      ) : (
        <ul aria-label={t("title")}>
          {found.data.data.map((alert) => (
            <AlertLine
              key={alert.id}
              alert={alert}
              onDeed={canWrite ? (deed) => setOpen({ deed, alert }) : undefined}
              onChanged={() => void found.refetch()}
            />
          ))}
        </ul>
      )}
      {open?.deed === "create" || open?.deed === "edit" ? (
        <AlertDialog endpoint={endpoint} alert={open.deed === "edit" ? open.alert : null} onClose={close} />
      ) : null}
      {open?.deed === "delete" ? <DeleteAlert alert={open.alert} onClose={close} /> : null}
    </Card>
  );
}

type LineProps = {
  alert: AlertView;
  /** Missing for those who may not change it. */
  onDeed: ((deed: "edit" | "delete") => void) | undefined;
  onChanged: () => void;
};

function AlertLine({ alert, onDeed, onChanged }: LineProps) {
  const t = useTranslations("alerts");
  const words = useAlertWords();
  const change = useEndpointDeed(() => changeAlert(alert, { enabled: !alert.enabled }), onChanged);
  return (
    <li className="flex min-w-0 items-start gap-2 border-b px-4 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <AlertStateBadge alert={alert} />
          <span className="min-w-0 break-words font-medium text-sm">{alert.name}</span>
        </div>
        <p className="mt-0.5 break-words text-fg-muted text-xs">{words.condition(alert)}</p>
        {alert.enabled ? (
          <p className="break-words text-fg-subtle text-xs">
            {alert.value === null ? null : (
              <>
                {t("now", { value: words.value(alert.metric, alert.value) })}
                {alert.subject !== null && alert.input === null ? ` (${alert.subject})` : null}
                {" · "}
              </>
            )}
            {t("since")} <RelativeTime at={alert.since} />
          </p>
        ) : null}
        {alert.error !== null && alert.enabled ? (
          <p className="break-words text-danger text-xs">{alert.error}</p>
        ) : null}
        {change.text ? <p className="text-danger text-xs">{change.text}</p> : null}
      </div>
      {onDeed ? (
        <Menu
          pageKey={t("actions", { name: alert.name })}
          trigger={<IconButton size="sm" icon={MoreHorizontal} label={t("actions", { name: alert.name })} />}
        >
          <MenuItem icon={Pencil} onSelect={() => onDeed("edit")}>
            {t("edit")}
          </MenuItem>
          <MenuItem icon={Power} onSelect={() => change.run()}>
            {t(alert.enabled ? "switch_off" : "switch_on")}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => onDeed("delete")}>
            {t("delete")}
          </MenuItem>
        </Menu>
      ) : null}
    </li>
  );
}

function DeleteAlert({ alert, onClose }: { alert: AlertView; onClose: () => void }) {
  const t = useTranslations("alerts");
  const remove = useEndpointDeed(() => deleteAlert(alert), onClose);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title", { name: alert.name })}
      description={t("delete_text")}
      confirmLabel={t("delete")}
      danger
      busy={remove.busy}
      error={remove.text}
      onConfirm={() => remove.run()}
    />
  );
}
