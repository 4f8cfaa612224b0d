"use client";
import { Braces, ChevronRight, File, Folder } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/client/cn";
import type { Change, FileRow } from "./file-changes";
import { treeRows } from "./tree";

const TONES = { added: "success", removed: "danger", changed: "info" } as const satisfies Record<
  Change,
  string
>;
/** Folders of larger code are closed until they are opened. */
const MOST_OPEN_FILES = 60;

type FileListProps = {
  spec: Change | null;
  files: readonly FileRow[];
  /** Null for the spec. */
  selected: string | null;
  onSelect: (path: string | null) => void;
};

/** The files of the code as a tree, with their changes in a comparison, then the spec as it is stored. */
export function FileList({ spec, files, selected, onSelect }: FileListProps) {
  const t = useTranslations("pipelines");
  const words = { added: t("change_added"), removed: t("change_removed"), changed: t("change_changed") };
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const startsOpen = (folder: string) =>
    files.length <= MOST_OPEN_FILES || (selected?.startsWith(`${folder}/`) ?? false);
  const rows = treeRows(files, (folder) => startsOpen(folder) !== turned.has(folder));
  const turn = (folder: string) => {
    const next = new Set(turned);
    if (!next.delete(folder)) next.add(folder);
    setTurned(next);
  };
  const list = useRef<HTMLUListElement>(null);
  // A link to a file shows where in the tree it is.
  useEffect(() => {
    if (selected !== null && files.length > 0)
      list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected, files.length]);
  const changeOf = (change: Change | null) =>
    change ? <Badge tone={TONES[change]}>{words[change]}</Badge> : null;
  return (
    <ul ref={list} aria-label={t("files")} className="max-h-56 overflow-auto py-1 lg:max-h-[44dvh]">
      {rows.map((row) => (
        <li key={`${row.kind} ${row.path}`}>
          {row.kind === "folder" ? (
            <Row
              depth={row.depth}
              isOpen={row.isOpen}
              isSelected={false}
              icon={<Folder aria-hidden />}
              name={row.name}
              title={row.path}
              end={row.isOpen || row.changes === 0 ? null : <Badge tone="info">{row.changes}</Badge>}
              onClick={() => turn(row.path)}
            />
          ) : (
            <Row
              depth={row.depth}
              isSelected={row.path === selected}
              icon={<File aria-hidden />}
              name={row.name}
              title={row.path}
              end={changeOf(row.change)}
              onClick={() => onSelect(row.path)}
            />
          )}
        </li>
      ))}
      <li>
        <Row
          depth={0}
          isSelected={selected === null}
          icon={<Braces aria-hidden />}
          name={t("spec")}
          title={t("spec_hint")}
          end={changeOf(spec)}
          onClick={() => onSelect(null)}
        />
      </li>
    </ul>
  );
}

const INDENT_PX = 14;

type RowProps = {
  depth: number;
  /** Of a folder. */
  isOpen?: boolean;
  isSelected: boolean;
  icon: ReactNode;
  name: string;
  title: string;
  end: ReactNode;
  onClick: () => void;
};

function Row({ depth, isOpen, isSelected, icon, name, title, end, onClick }: RowProps) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-current={isSelected ? "true" : undefined}
      onClick={onClick}
      style={{ paddingLeft: 8 + depth * INDENT_PX }}
      className={cn(
        "flex h-7 w-full items-center gap-1.5 pr-3 text-left text-xs hover:bg-surface-2 focus-visible:-outline-offset-2",
        isSelected && "bg-surface-3 font-medium",
      )}
    >
      {isOpen === undefined ? (
        <span className="w-3.5 shrink-0" />
      ) : (
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-fg-subtle transition-transform", isOpen && "rotate-90")}
        />
      )}
      <span className="text-fg-subtle [&_svg]:size-3.5">{icon}</span>
      <span className="min-w-0 flex-1 truncate" title={title}>
        {name}
      </span>
      {end}
    </button>
  );
}
