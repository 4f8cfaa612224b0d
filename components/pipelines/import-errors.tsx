"use client";
import { useQuery } from "@tanstack/react-query";
import { FileWarning } from "lucide-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/time/time";
import { CopyButton } from "@/components/ui/copy-button";
import { Link } from "@/components/ui/link";
import { useReasonWords } from "@/components/ui/reason-words";
import type { ImportErrorView } from "@/lib/pipelines/schema";
import { pipelineHref } from "./list-model";
import { pipelineQueries } from "./queries";

/** Files that do not load: all, or those of one pipeline. Renders nothing without any. */
export function ImportErrors({ dagId }: { dagId?: string }) {
  const t = useTranslations("pipelines");
  const list = useQuery(pipelineQueries.importErrors());
  const errors = (list.data?.data ?? []).filter((error) => dagId === undefined || error.dag_id === dagId);
  if (errors.length === 0) return null;
  const title = dagId === undefined ? t("import_errors", { count: errors.length }) : t("import_error_here");
  return (
    <section
      aria-label={title}
      role="status"
      className="min-w-0 rounded-lg border border-danger/40 bg-surface"
    >
      <header className="flex gap-2.5 rounded-t-lg bg-danger-soft px-4 py-2 text-danger">
        <FileWarning aria-hidden className="mt-0.5 size-4 shrink-0" />
        <div className="min-w-0">
          <h2 className="font-semibold text-sm">{title}</h2>
          <p className="text-xs">
            {dagId === undefined ? t("import_errors_detail") : t("import_error_here_detail")}
          </p>
        </div>
      </header>
      <ul className="max-h-80 divide-y overflow-auto">
        {errors.map((error) => (
          <Row key={error.id} error={error} link={dagId === undefined} />
        ))}
      </ul>
    </section>
  );
}

function Row({ error, link }: { error: ImportErrorView; link: boolean }) {
  const t = useTranslations("pipelines");
  const wordsFor = useReasonWords();
  const place = placeOf(error);
  const words = (error.reason && wordsFor(error.reason.code, error.reason.values)) ?? error.message;
  return (
    <li className="flex min-w-0 items-start gap-3 px-4 py-2">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-xs">
          <code className="min-w-0 break-all font-medium text-fg">{place}</code>
          {link && error.dag_id !== null ? (
            <Link href={pipelineHref(error.dag_id)} className="text-accent hover:underline">
              {error.dag_id}
            </Link>
          ) : null}
          {error.field === null ? null : (
            // Not in the code font, which has no Hangul.
            <span className="break-all text-fg-subtle">
              {t("import_error_field", { field: error.field })}
            </span>
          )}
          <RelativeTime at={error.since} className="text-fg-subtle" />
        </div>
        <p className="mt-0.5 whitespace-pre-wrap break-words text-sm">{words}</p>
        {error.more > 0 ? (
          <p className="text-fg-muted text-xs">{t("import_error_more", { count: error.more })}</p>
        ) : null}
      </div>
      <CopyButton text={`${place}\n${words}`} label={t("import_error_copy", { file: error.file_path })} />
    </li>
  );
}

/** "flights/train.ts:12:5", as editors and terminals know it. */
function placeOf({ file_path, line, column }: ImportErrorView): string {
  return [file_path, line, line === null ? null : column].filter((part) => part !== null).join(":");
}
