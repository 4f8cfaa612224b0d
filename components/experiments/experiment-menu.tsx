"use client";
import { MoreHorizontal, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ExperimentView } from "@/lib/experiments/schema";
import { useExperimentDeeds } from "./use-experiment-deeds";

type Props = { experiment: ExperimentView; onEdit: () => void; onPurge: () => void; isPage?: boolean };

/** What can be done with an experiment. A deleted one comes back, or goes for good. */
export function ExperimentMenu({ experiment, onEdit, onPurge, isPage = false }: Props) {
  const t = useTranslations("experiments");
  const own = useTranslations("experiment_table");
  const deeds = useExperimentDeeds();
  const label = t("actions_of", { name: experiment.name });
  return (
    <Menu
      pageKey={isPage ? t("menu") : undefined}
      trigger={
        <IconButton
          icon={MoreHorizontal}
          label={isPage ? t("menu") : label}
          variant={isPage ? "secondary" : "ghost"}
          size={isPage ? "md" : "sm"}
        />
      }
    >
      {experiment.lifecycle === "active" ? (
        <>
          <MenuItem icon={Pencil} onSelect={onEdit}>
            {t("edit")}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => deeds.remove(experiment)}>
            {t("delete")}
          </MenuItem>
        </>
      ) : (
        <>
          <MenuItem icon={RotateCcw} onSelect={() => deeds.restore(experiment)}>
            {t("restore")}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={onPurge}>
            {own("purge_menu")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
