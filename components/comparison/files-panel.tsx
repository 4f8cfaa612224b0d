"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { File, Folder } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { folderQuery } from "@/components/run-files/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { bytes } from "@/lib/client/format";
import type { ComparedRun } from "@/lib/comparison/schema";
import { type FileEntry, foldersOf, mergedFiles } from "./file-entries";
import type { ComparisonView, useComparisonView } from "./use-comparison-view";

const FileDialog = dynamic(() => import("./file-dialog").then((module) => module.FileDialog), { ssr: false });

type Props = {
  base: ComparedRun;
  others: readonly ComparedRun[];
  view: ComparisonView;
  setView: ReturnType<typeof useComparisonView>["setView"];
};

/** The files of the baseline and of one other run, one folder at a time; a file opens as what differs in it. */
export function FilesPanel({ base, others, view, setView }: Props) {
  const t = useTranslations("comparison");
  const other = others.find(({ id }) => id === view.with) ?? others[0];
  if (!other) return null;
  return (
    <Card
      title={t("files")}
      description={t("files_of", { base: base.name, other: other.name })}
      actions={
        <Select
          label={t("files_with")}
          className="w-52"
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={other.id}
          onChange={(id) => void setView({ with: id })}
        />
      }
    >
      <Folders dir={view.dir} onOpen={(dir) => void setView({ dir: dir || null })} />
      <Entries
        key={`${base.id}/${other.id}/${view.dir}`}
        base={base}
        other={other}
        dir={view.dir}
        onOpen={(entry) => void setView(entry.isFolder ? { dir: entry.path } : { file: entry.path })}
      />
      {view.file ? (
        <FileDialog base={base} other={other} path={view.file} onClose={() => void setView({ file: null })} />
      ) : null}
    </Card>
  );
}

function Folders({ dir, onOpen }: { dir: string; onOpen: (dir: string) => void }) {
  const t = useTranslations("comparison");
  if (dir === "") return null;
  const parents = ["", ...foldersOf(`${dir}/x`)];
  return (
    <nav aria-label={t("folders")} className="mb-2 flex flex-wrap items-center gap-1 text-xs">
      {parents.map((path) => (
        <Button
          key={path}
          size="sm"
          variant="ghost"
          aria-current={path === dir ? "location" : undefined}
          onClick={() => onOpen(path)}
        >
          {path === "" ? t("top_folder") : path.split("/").at(-1)}
        </Button>
      ))}
    </nav>
  );
}

type EntriesProps = {
  base: ComparedRun;
  other: ComparedRun;
  dir: string;
  onOpen: (entry: FileEntry) => void;
};

function Entries({ base, other, dir, onOpen }: EntriesProps) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  const own = useInfiniteQuery(folderQuery({ kind: "run", id: base.id }, dir));
  const its = useInfiniteQuery(folderQuery({ kind: "run", id: other.id }, dir));
  const failed = [own, its].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!own.data || !its.data) return <Skeleton className="h-24" />;
  const [mine, theirs] = [own.data, its.data].map(({ pages }) => pages.flatMap(({ data }) => data));
  const entries = mergedFiles(mine ?? [], theirs ?? []);
  if (entries.length === 0) return <p className="text-fg-muted text-sm">{t("no_files")}</p>;
  const size = (value: number | null) => (value === null ? "–" : bytes(value, locale));
  return (
    <>
      <ul className="-mx-2 max-h-96 overflow-y-auto">
        {entries.map((entry) => {
          const Icon = entry.isFolder ? Folder : File;
          return (
            <li key={`${entry.isFolder}${entry.path}`}>
              <button
                type="button"
                onClick={() => onOpen(entry)}
                className="flex min-h-8 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-surface-2"
              >
                <Icon aria-hidden className="size-3.5 shrink-0 text-fg-subtle" />
                <span className="min-w-0 flex-1 truncate">{entry.path.split("/").at(-1)}</span>
                {entry.where === "both" ? null : (
                  <Badge tone="warning">
                    {t("only_in", { name: entry.where === "first" ? base.name : other.name })}
                  </Badge>
                )}
                {entry.isFolder ? null : (
                  <span className="nums shrink-0 text-fg-subtle text-xs">
                    {t("two_sizes", { first: size(entry.sizes[0]), second: size(entry.sizes[1]) })}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {own.hasNextPage || its.hasNextPage ? (
        <Button
          size="sm"
          className="mt-2"
          busy={own.isFetchingNextPage || its.isFetchingNextPage}
          onClick={() => {
            if (own.hasNextPage) void own.fetchNextPage();
            if (its.hasNextPage) void its.fetchNextPage();
          }}
        >
          {t("more_files")}
        </Button>
      ) : null}
    </>
  );
}
