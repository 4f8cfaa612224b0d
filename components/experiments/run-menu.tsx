"use client";
import { GitCompareArrows, MoreHorizontal, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { compareHref } from "@/components/comparison/queries";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { useRunDeeds } from "./use-run-deeds";

export function RunMenu({ run, onEdit }: { run: TrainingRunDetail; onEdit: () => void }) {
  const t = useTranslations("experiments");
  const comparison = useTranslations("comparison");
  const deeds = useRunDeeds();
  return (
    <Menu
      pageKey={t("run_menu")}
      trigger={<IconButton icon={MoreHorizontal} label={t("run_menu")} variant="secondary" />}
    >
      <MenuItem asChild>
        <Link href={compareHref([run.id])}>
          <GitCompareArrows aria-hidden />
          {comparison("compare_with")}
        </Link>
      </MenuItem>
      {run.lifecycle === "active" ? (
        <>
          <MenuItem icon={Pencil} onSelect={onEdit}>
            {t("edit_run")}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => deeds.remove([run.id])}>
            {t("delete")}
          </MenuItem>
        </>
      ) : (
        <MenuItem icon={RotateCcw} onSelect={() => deeds.restore([run.id])}>
          {t("restore")}
        </MenuItem>
      )}
    </Menu>
  );
}
