"use client";
import { Folder } from "lucide-react";
import { useTranslations } from "next-intl";
import { changesHref, versionHref, versionRunsHref } from "@/components/runs/run-href";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { SelectLink } from "@/components/ui/select-link";
import { cn } from "@/lib/client/cn";
import type { VersionRow } from "@/lib/pipelines/schema";

type VersionListProps = {
  dagId: string;
  /** Newest first. */
  versions: readonly VersionRow[];
  selected: number;
  onSelect: (number: number) => void;
};

export function VersionList({ dagId, versions, selected, onSelect }: VersionListProps) {
  const t = useTranslations("pipelines");
  return (
    <ol className="max-h-56 divide-y overflow-auto">
      {versions.map((version, index) => {
        const before = versions[index + 1];
        return (
          <li
            key={version.id}
            className={cn(
              "relative px-4 py-2 hover:bg-surface-2",
              version.number === selected &&
                "bg-surface-2 before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent",
            )}
          >
            <div className="flex items-center gap-2">
              <SelectLink
                href={versionHref(dagId, version.number)}
                aria-current={version.number === selected ? "true" : undefined}
                onSelect={() => onSelect(version.number)}
                className="nums font-medium text-sm after:absolute after:inset-0"
              >
                {t("version_number", { number: version.number })}
              </SelectLink>
              {index === 0 ? <Badge tone="success">{t("newest")}</Badge> : null}
              <RelativeTime at={version.created_at} className="relative ml-auto text-fg-subtle text-xs" />
            </div>
            <div className="mt-0.5 flex min-w-0 items-baseline gap-3 text-fg-muted text-xs">
              <span className="min-w-0 flex-1 break-words">
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
              </span>
              {before ? (
                <Link
                  href={changesHref(dagId, before.number, version.number)}
                  className="relative shrink-0 text-accent hover:underline"
                >
                  {t("changes")}
                </Link>
              ) : null}
              {version.run_count > 0 ? (
                <Link
                  href={versionRunsHref(dagId, version.number)}
                  className="nums relative shrink-0 text-accent hover:underline"
                >
                  {t("version_runs", { count: version.run_count })}
                </Link>
              ) : (
                <span className="shrink-0 text-fg-subtle">{t("version_runs", { count: 0 })}</span>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
