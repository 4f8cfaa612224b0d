"use client";
import { Folder } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/client/cn";
import type { VersionSummary } from "@/lib/pipelines/schema";

type VersionListProps = {
  /** Newest first. */
  versions: readonly VersionSummary[];
  selected: number;
  onSelect: (number: number) => void;
};

export function VersionList({ versions, selected, onSelect }: VersionListProps) {
  const t = useTranslations("pipelines");
  return (
    <ol className="max-h-56 divide-y overflow-auto lg:max-h-[72dvh]">
      {versions.map((version, index) => (
        <li
          key={version.id}
          className={cn(
            "relative px-4 py-2 hover:bg-surface-2",
            version.number === selected &&
              "bg-surface-2 before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
          )}
        >
          <div className="flex items-center gap-2">
            <button
              type="button"
              aria-current={version.number === selected ? "true" : undefined}
              onClick={() => onSelect(version.number)}
              className="nums font-medium text-sm after:absolute after:inset-0"
            >
              {t("version_number", { number: version.number })}
            </button>
            {index === 0 ? <Badge tone="success">{t("newest")}</Badge> : null}
            <RelativeTime at={version.created_at} className="relative ml-auto text-fg-subtle text-xs" />
          </div>
          <div className="mt-0.5 min-w-0 break-words text-fg-muted text-xs">
            {version.origin === "file" ? (
              <span className="flex items-center gap-1.5" title={t("origin_file")}>
                <Folder role="img" aria-label={t("origin_file")} className="size-3.5 shrink-0" />
                <code className="truncate">{version.message}</code>
              </span>
            ) : (
              <>
                {version.author ?? t("from_api")}
                {version.message ? <span className="text-fg">{` · ${version.message}`}</span> : null}
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
