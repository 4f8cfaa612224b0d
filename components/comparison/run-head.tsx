"use client";
import { MoreHorizontal, Pin, Play, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { trainingRunHref } from "@/components/experiments/queries";
import { RunStatus } from "@/components/experiments/run-status";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem } from "@/components/ui/menu";
import { cn } from "@/lib/client/cn";
import type { RunColumn } from "./lines";

type Props = {
  column: RunColumn;
  isBase?: boolean;
  width: number;
  onBase: (runId: string) => void;
  onRemove: (runId: string) => void;
  /** Undefined where the run cannot be started again. */
  onRerun: ((runId: string) => void) | undefined;
};

/** The head of a run's column. */
export function RunHead({ column: { run, at }, isBase = false, width, onBase, onRemove, onRerun }: Props) {
  const t = useTranslations("comparison");
  return (
    <th
      scope="col"
      aria-colindex={at + 2}
      style={{ width }}
      className={cn(
        "border-b bg-surface px-3 py-2 text-left align-top font-normal",
        isBase && "z-10 border-r bg-surface-2 sm:sticky sm:left-(--first)",
      )}
    >
      <div className="flex items-start gap-1">
        <Link
          href={trainingRunHref(run.experiment_id, run.id)}
          title={run.name}
          className="min-w-0 flex-1 truncate font-medium hover:underline"
        >
          {run.name}
        </Link>
        <Menu
          trigger={
            <IconButton
              icon={MoreHorizontal}
              size="sm"
              className="-my-1 -mr-2"
              label={t("column_menu", { name: run.name })}
            />
          }
        >
          {isBase ? null : (
            <MenuItem icon={Pin} onSelect={() => onBase(run.id)}>
              {t("make_baseline")}
            </MenuItem>
          )}
          {onRerun ? (
            <MenuItem icon={Play} onSelect={() => onRerun(run.id)}>
              {t("rerun")}
            </MenuItem>
          ) : null}
          <MenuItem icon={X} onSelect={() => onRemove(run.id)}>
            {t("remove_run")}
          </MenuItem>
        </Menu>
      </div>
      <p className="truncate text-fg-subtle text-xs" title={run.experiment_name}>
        {run.experiment_name}
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-1 text-xs">
        <RunStatus status={run.status} />
        {isBase ? (
          <Badge tone="accent" icon={Pin}>
            {t("baseline")}
          </Badge>
        ) : null}
        {run.lifecycle === "deleted" ? <Badge tone="warning">{t("is_deleted")}</Badge> : null}
      </div>
    </th>
  );
}
