"use client";
import { Download, Link2, MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { copyText } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { toast } from "@/components/ui/toaster";
import type { Comparison } from "@/lib/comparison/schema";
import { comparisonCsv, comparisonMarkdown } from "./export-text";
import { linesOf, type RunColumn } from "./lines";
import { saveFile } from "./save-file";
import { useRowName } from "./use-row-name";

/** The page's link, and what it shows as a file. */
export function ComparisonMenu({
  comparison,
  columns,
}: {
  comparison: Comparison;
  columns: readonly RunColumn[];
}) {
  const t = useTranslations("comparison");
  const keys = useTranslations("shell.keys");
  const row = useRowName();
  const lines = () => linesOf(comparison.sections, [], (rows) => rows);
  const markdown = () =>
    comparisonMarkdown(lines(), columns, { name: t("name"), section: (name) => t(`sections.${name}`), row });
  const copy = (text: string) => void copyText(text).then((done) => done && toast.success(t("copied")));
  return (
    <Menu
      pageKey={t("menu")}
      trigger={<IconButton icon={MoreHorizontal} label={t("menu")} variant="secondary" />}
    >
      <MenuItem icon={Link2} shortcut="u" onSelect={() => copy(window.location.href)}>
        {keys("copy_link")}
      </MenuItem>
      <MenuItem
        icon={Download}
        onSelect={() => saveFile("comparison.csv", comparisonCsv(lines(), columns), "text/csv")}
      >
        {t("save_csv")}
      </MenuItem>
      <MenuItem icon={Download} onSelect={() => saveFile("comparison.md", markdown(), "text/markdown")}>
        {t("save_markdown")}
      </MenuItem>
      <MenuItem icon={Link2} onSelect={() => copy(markdown())}>
        {t("copy_markdown")}
      </MenuItem>
    </Menu>
  );
}
