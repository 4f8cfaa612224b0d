"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { type ReactNode, useState } from "react";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { isKept } from "./areas";
import { DeleteDefinition } from "./delete-definition";
import { KeptIn } from "./kept-in";
import { matchesSearch } from "./matches";
import { TagBadges } from "./tag-badges";

type Row = {
  name: string;
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  file_path: string | null;
  stale_at: string | null;
};
type Column<T> = { header: string; className?: string; cell: (row: T) => ReactNode };
type Props<T extends Row> = {
  area: "entities" | "services" | "sources" | "on_demand";
  /** The page of one, where there is such a page. */
  hrefOf?: (row: T) => string;
  list: UseQueryResult<{ data: T[] }>;
  /** Between the name, and the owner and tags. */
  columns: readonly Column<T>[];
  /** What the search finds besides names, descriptions, owners and tags. */
  wordsOf: (row: T) => readonly string[];
  canWrite: boolean;
  icon: ReactNode;
  form: (target: T | null, close: () => void) => ReactNode;
};

/** What entities, sources, services and on-demand views have alike: search, table, a menu in each row and dialogs. */
export function DefinitionList<T extends Row>(props: Props<T>) {
  const { area, list, wordsOf, canWrite, icon, form } = props;
  const t = useTranslations("features");
  const columns = useAllColumns(props.columns, props.hrefOf);
  const [q, setQ] = useQueryState("q", parseAsString.withDefault(""));
  const [editing, setEditing] = useState<{ target: T | null } | null>(null);
  const [deleting, setDeleting] = useState<T | null>(null);
  const title = t(`${area}.title`);
  if (list.isPending) return <TableSkeleton rows={4} label={title} />;
  if (!list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const all = list.data.data;
  const rows = all.filter((row) => matchesSearch(row, q, wordsOf(row)));
  const create = canWrite ? (
    <Button variant="primary" icon={Plus} onClick={() => setEditing({ target: null })}>
      {t(`${area}.create`)}
    </Button>
  ) : null;
  return (
    <>
      {all.length === 0 ? (
        <EmptyState
          icon={icon}
          title={t(`${area}.empty_title`)}
          description={t(`${area}.empty_text`)}
          action={create}
        />
      ) : (
        <>
          <Toolbar end={create}>
            <SearchInput
              label={t(`${area}.search`)}
              clearLabel={t("search_clear")}
              value={q}
              onChange={(next) => void setQ(next || null)}
            />
          </Toolbar>
          {rows.length === 0 ? (
            <FilterEmpty filters={[q]} onClear={() => void setQ(null)} />
          ) : (
            <Card flush>
              <Table cards label={title}>
                <thead>
                  <tr>
                    {columns.map(({ header, className }) => (
                      <Th key={header} className={className}>
                        {header}
                      </Th>
                    ))}
                    {canWrite ? (
                      <Th className="w-10">
                        <span className="sr-only">{t("actions")}</span>
                      </Th>
                    ) : null}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <Tr key={row.name} className="[&>td]:align-top [&>td]:leading-6">
                      {columns.map(({ header, className, cell }) => (
                        <Td key={header} className={className}>
                          {cell(row)}
                        </Td>
                      ))}
                      {canWrite ? (
                        <Td className="w-10">
                          {isKept(row) ? null : (
                            <RowMenu
                              name={row.name}
                              onEdit={() => setEditing({ target: row })}
                              onDelete={() => setDeleting(row)}
                            />
                          )}
                        </Td>
                      ) : null}
                    </Tr>
                  ))}
                </tbody>
              </Table>
            </Card>
          )}
        </>
      )}
      {editing ? form(editing.target, () => setEditing(null)) : null}
      {deleting ? <DeleteDefinition area={area} target={deleting} onClose={() => setDeleting(null)} /> : null}
    </>
  );
}

function useAllColumns<T extends Row>(
  own: readonly Column<T>[],
  hrefOf: ((row: T) => string) | undefined,
): Column<T>[] {
  const t = useTranslations("features");
  return [
    {
      header: t("name"),
      className: "min-w-40",
      cell: (row) => (
        <>
          {hrefOf ? (
            <Link
              href={hrefOf(row)}
              className="inline-flex min-h-6 items-center break-all font-medium hover:underline"
            >
              {row.name}
            </Link>
          ) : (
            <span className="font-medium">{row.name}</span>
          )}
          {row.description ? <span className="block text-fg-muted text-xs">{row.description}</span> : null}
          <KeptIn definition={row} />
        </>
      ),
    },
    ...own,
    { header: t("owner"), className: "whitespace-nowrap", cell: (row) => row.owner },
    { header: t("tags"), cell: (row) => <TagBadges tags={row.tags} className="flex-wrap" /> },
  ];
}

type RowMenuProps = { name: string; onEdit: () => void; onDelete: () => void };

function RowMenu({ name, onEdit, onDelete }: RowMenuProps) {
  const t = useTranslations("features");
  return (
    <Menu trigger={<IconButton icon={Ellipsis} size="sm" label={t("actions_of", { name })} />}>
      <MenuItem icon={Pencil} onSelect={onEdit}>
        {t("edit")}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={onDelete}>
        {t("delete")}
      </MenuItem>
    </Menu>
  );
}
