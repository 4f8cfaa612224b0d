"use client";
import { type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { Ellipsis, type LucideIcon, Pencil, Plus, Trash2, Waypoints } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Sheet } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { DeleteSetting } from "./delete-setting";
import type { SettingArea } from "./queries";
import { UsageList } from "./usage-list";

type Row = { version: number; description: string | null };
export type SettingColumn<T> = { header: string; className?: string; cell: (row: T) => ReactNode };
type Props<T extends Row> = {
  area: SettingArea;
  query: UseQueryOptions<{ data: T[] }, Error, { data: T[] }, string[]>;
  idOf: (row: T) => string;
  columns: readonly SettingColumn<T>[];
  canWrite: boolean;
  icon: ReactNode;
  keeps?: (row: T) => boolean;
  /** A further entry of a row's menu, for who may change it, with the dialog that it opens. */
  deed?: {
    label: string;
    icon: LucideIcon;
    dialog: (target: T, close: () => void) => ReactNode;
  };
  /** The dialog that creates (null) or changes a setting. */
  form: (target: T | null, close: () => void) => ReactNode;
};

/** The common parts of variables, connections and pools: filter, table, row menu and dialogs. */
export function SettingsList<T extends Row>(props: Props<T>) {
  const { area, idOf, columns, canWrite, icon, keeps, form, deed } = props;
  const t = useTranslations("settings");
  const title = t(`${area}.title`);
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [editing, setEditing] = useState<{ target: T | null } | null>(null);
  const [doing, setDoing] = useState<T | null>(null);
  const [deleting, setDeleting] = useState<T | null>(null);
  const [showing, setShowing] = useState<string | null>(null);
  const list = useQuery(props.query);
  if (list.isPending) return <TableSkeleton rows={4} label={title} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;

  const all = list.data.data;
  const words = q.trim().toLowerCase();
  const rows = all.filter((row) => `${idOf(row)} ${row.description ?? ""}`.toLowerCase().includes(words));
  const create = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setEditing({ target: null })}>
      {t(`${area}.create`)}
    </Button>
  ) : null;
  const search = (
    <SearchInput
      label={t("search")}
      clearLabel={t("search_clear")}
      className="w-full sm:w-60"
      value={q}
      onChange={(next) => void setQ(next || null)}
    />
  );
  return (
    <Card
      title={title}
      description={t(`${area}.description`)}
      flush
      actions={
        all.length > 0 ? (
          <>
            {search}
            {create}
          </>
        ) : null
      }
    >
      {all.length === 0 ? (
        <EmptyState
          icon={icon}
          title={t(`${area}.empty_title`)}
          description={t(`${area}.empty_text`)}
          action={create}
        />
      ) : rows.length === 0 ? (
        <FilterEmpty filters={[q]} onClear={() => void setQ(null)} />
      ) : (
        <Table cards label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Th key={column.header} className={column.className}>
                  {column.header}
                </Th>
              ))}
              <Th className="w-10">
                <span className="sr-only">{t("actions")}</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={idOf(row)}>
                {columns.map((column) => (
                  <Td key={column.header} className={column.className}>
                    {column.cell(row)}
                  </Td>
                ))}
                <Td className="w-10">
                  <Menu
                    trigger={
                      <IconButton icon={Ellipsis} size="sm" label={t("actions_of", { name: idOf(row) })} />
                    }
                  >
                    {canWrite ? (
                      <MenuItem icon={Pencil} onSelect={() => setEditing({ target: row })}>
                        {t("edit")}
                      </MenuItem>
                    ) : null}
                    {canWrite && deed ? (
                      <MenuItem icon={deed.icon} onSelect={() => setDoing(row)}>
                        {deed.label}
                      </MenuItem>
                    ) : null}
                    <MenuItem icon={Waypoints} onSelect={() => setShowing(idOf(row))}>
                      {t("usage.show")}
                    </MenuItem>
                    {canWrite && keeps?.(row) !== true ? (
                      <>
                        <MenuSeparator />
                        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(row)}>
                          {t("delete")}
                        </MenuItem>
                      </>
                    ) : null}
                  </Menu>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {editing ? form(editing.target, () => setEditing(null)) : null}
      {doing && deed ? deed.dialog(doing, () => setDoing(null)) : null}
      <DeleteSetting
        area={area}
        target={deleting && { id: idOf(deleting), version: deleting.version }}
        onClose={() => setDeleting(null)}
      />
      <Sheet
        open={showing !== null}
        onOpenChange={(open) => !open && setShowing(null)}
        title={t("usage.title_of", { name: showing ?? "" })}
        description={t("usage.text")}
        size="sm"
      >
        {showing ? <UsageList area={area} id={showing} /> : null}
      </Sheet>
    </Card>
  );
}
