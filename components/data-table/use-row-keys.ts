"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { type Hotkey, useHotkeys } from "@/components/keyboard/use-hotkeys";
import { copyText } from "@/components/ui/copy-button";
import { type Selection, toggled } from "./selection";

type RowKeys<T> = {
  enabled: boolean;
  rows: readonly T[];
  rowId: (row: T) => string;
  scroller: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  rowHref: ((row: T) => string) | undefined;
  onOpen: ((row: T) => void) | undefined;
  selection: Selection | undefined;
};

/** j and k move the current row. It is kept by id, so live changes do not move it. */
export function useRowKeys<T>({
  enabled,
  rows,
  rowId,
  scroller,
  scrollTo,
  rowHref,
  onOpen,
  selection,
}: RowKeys<T>): string | null {
  const t = useTranslations("shell.keys");
  const router = useRouter();
  const [current, setCurrent] = useState<string | null>(null);
  const row = rows.find((candidate) => rowId(candidate) === current);

  const move = (by: number) => {
    const at = rows.findIndex((candidate) => rowId(candidate) === current);
    const index = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    const next = rows[index];
    if (!next) return;
    setCurrent(rowId(next));
    scrollTo(index);
    requestAnimationFrame(() => {
      const element = scroller.current?.querySelector<HTMLElement>(
        `[data-row-id="${CSS.escape(rowId(next))}"]`,
      );
      element?.focus({ preventScroll: true });
    });
  };

  const keys: Hotkey[] = [
    { keys: "KeyJ", label: t("next_row"), run: () => move(1) },
    { keys: "KeyK", label: t("previous_row"), run: () => move(-1) },
  ];
  if (row && (rowHref || onOpen)) {
    keys.push({
      keys: "Enter",
      label: t("open_row"),
      run: () => (onOpen ? onOpen(row) : rowHref && router.push(rowHref(row))),
    });
  }
  if (row && rowHref) {
    keys.push({
      keys: "KeyO",
      label: t("open_new_tab"),
      run: () => void window.open(rowHref(row), "_blank", "noopener"),
    });
    keys.push({
      keys: "KeyU",
      label: t("copy_link"),
      run: () => void copyText(new URL(rowHref(row), location.href).href),
    });
  }
  if (row) keys.push({ keys: "KeyY", label: t("copy_id"), run: () => void copyText(rowId(row)) });
  if (row && selection) {
    keys.push({
      keys: "KeyX",
      label: t("select_row"),
      run: () => selection.onChange(toggled(selection.ids, rowId(row))),
    });
  }
  useHotkeys(enabled ? keys : []);
  return row ? current : null;
}
