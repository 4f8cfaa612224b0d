"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { toSearch } from "@/lib/client/api";
import type { Search } from "./queries";

/** All that the search finds, as a file that the server streams. */
export function ExportMenu({ search, columns }: { search: Search; columns: readonly string[] }) {
  const t = useTranslations("discover");
  const href = (wish: { format: string; columns?: readonly string[] }) =>
    `/api/v1/log-records/export${toSearch({ ...search, ...wish })}`;
  return (
    <Menu trigger={<IconButton icon={Download} label={t("export")} variant="secondary" />}>
      <MenuLabel>{t("export")}</MenuLabel>
      <MenuItem asChild>
        <a href={href({ format: "csv", columns })} download="logs.csv">
          {t("export_columns")}
        </a>
      </MenuItem>
      <MenuItem asChild>
        <a href={href({ format: "csv" })} download="logs.csv">
          {t("export_csv")}
        </a>
      </MenuItem>
      <MenuItem asChild>
        <a href={href({ format: "ndjson" })} download="logs.ndjson">
          {t("export_ndjson")}
        </a>
      </MenuItem>
    </Menu>
  );
}
