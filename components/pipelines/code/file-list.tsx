"use client";
import { Braces, File } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/client/cn";
import type { Change, FileRow } from "./file-changes";

const TONES = { added: "success", removed: "danger", changed: "info" } as const satisfies Record<
  Change,
  string
>;

type FileListProps = {
  spec: Change | null;
  files: readonly FileRow[];
  /** Null for the spec. */
  selected: string | null;
  onSelect: (path: string | null) => void;
};

/** The spec, then the files of the code, with their changes in a comparison. */
export function FileList({ spec, files, selected, onSelect }: FileListProps) {
  const t = useTranslations("pipelines");
  const change = { added: t("change_added"), removed: t("change_removed"), changed: t("change_changed") };
  const rows: { path: string | null; change: Change | null }[] = [{ path: null, change: spec }, ...files];
  return (
    <ul aria-label={t("files")} className="max-h-44 overflow-auto border-b py-1">
      {rows.map((row) => {
        const Icon = row.path === null ? Braces : File;
        return (
          <li key={row.path ?? ""}>
            <button
              type="button"
              aria-current={row.path === selected ? "true" : undefined}
              onClick={() => onSelect(row.path)}
              className={cn(
                "flex h-7 w-full items-center gap-2 px-4 text-left text-xs hover:bg-surface-2",
                row.path === selected && "bg-surface-2 font-medium",
              )}
            >
              <Icon aria-hidden className="size-3.5 shrink-0 text-fg-subtle" />
              <span
                className={cn("truncate", row.path !== null && "font-mono")}
                title={row.path ?? undefined}
              >
                {row.path ?? t("spec")}
              </span>
              {row.change ? <Badge tone={TONES[row.change]}>{change[row.change]}</Badge> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
