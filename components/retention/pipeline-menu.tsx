"use client";
import { MoreHorizontal, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { DeleteDialog } from "./delete-dialog";

/** Rare actions on a pipeline. */
export function PipelineMenu({ dagId }: { dagId: string }) {
  const t = useTranslations("retention");
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu
        pageKey={t("pipeline_menu")}
        trigger={<IconButton icon={MoreHorizontal} label={t("pipeline_menu")} variant="secondary" />}
      >
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          {t("delete.pipeline")}
        </MenuItem>
      </Menu>
      {deleting ? (
        <DeleteDialog target={{ of: "pipeline", id: dagId }} onClose={() => setDeleting(false)} />
      ) : null}
    </>
  );
}
