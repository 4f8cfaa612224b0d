"use client";
import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { type DefinitionArea, isKept, type Kept } from "./areas";
import { DeleteDefinition } from "./delete-definition";

type Props = {
  area: DefinitionArea;
  target: Kept & { name: string; version: number };
  /** Where one is after it is deleted. */
  list: string;
  editor: (onClose: () => void) => ReactNode;
};

/** Edit and delete, on the page of one definition. There is nothing to choose where a file declares it. */
export function DefinitionMenu({ area, target, list, editor }: Props) {
  const t = useTranslations("features");
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {isKept(target) ? null : (
        <Menu
          pageKey={t("actions")}
          trigger={<IconButton icon={MoreHorizontal} label={t("actions")} variant="secondary" />}
        >
          <MenuItem icon={Pencil} onSelect={() => setOpen("edit")}>
            {t("edit")}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => setOpen("delete")}>
            {t("delete")}
          </MenuItem>
        </Menu>
      )}
      {open === "edit" ? editor(close) : null}
      {open === "delete" ? (
        <DeleteDefinition area={area} target={target} onClose={close} onDeleted={() => router.push(list)} />
      ) : null}
    </>
  );
}
