"use client";
import { useQuery } from "@tanstack/react-query";
import { FileX2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { bytes } from "@/lib/client/format";
import type { VersionFile } from "@/lib/pipelines/schema";
import { pipelineQueries } from "../queries";
import { languageOf } from "./file-changes";

/** Loaded on demand, because the library is larger than the page. */
const CodeView = dynamic(() => import("./code-view").then((module) => module.CodeView), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-64" />,
});

type PaneProps = {
  dagId: string;
  number: number;
  /** The version it is compared with. */
  before: number | null;
};

type CodePaneProps = PaneProps & {
  /** False while the names of the files come. */
  isThere: boolean;
  /** Null for the spec. */
  file: string | null;
  line: number | null;
  isOwn: boolean;
  isOld: boolean;
};

/** What is chosen among the files. */
export function CodePane({ isThere, file, line, isOwn, isOld, ...pane }: CodePaneProps) {
  if (!isThere) return <Skeleton className="m-4 h-64" />;
  return file === null ? (
    <SpecPane {...pane} />
  ) : (
    <FilePane {...pane} path={file} line={line} isOwn={isOwn} isOld={isOld} />
  );
}

/** The spec as it is stored, field by field. */
function SpecPane({ dagId, number, before }: PaneProps) {
  const t = useTranslations("pipelines");
  const own = useQuery(pipelineQueries.version(dagId, number));
  const old = useQuery({ ...pipelineQueries.version(dagId, before ?? number), enabled: before !== null });
  const failed = [own, old].find((query) => query.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!own.data || (before !== null && !old.data)) return <Skeleton className="m-4 h-64" />;
  const text = JSON.stringify(own.data.spec, null, 2);
  const oldText = before === null ? null : JSON.stringify(old.data?.spec, null, 2);
  return (
    <Text text={text} before={oldText} path="spec.json" label={t("code_of", { file: t("spec"), number })} />
  );
}

/** One file of the code. A file that only one of the versions has is shown as a whole change. */
function FilePane({
  dagId,
  number,
  before,
  path,
  isOwn,
  isOld,
  line,
}: PaneProps & { path: string; isOwn: boolean; isOld: boolean; line: number | null }) {
  const t = useTranslations("pipelines");
  const own = useQuery({ ...pipelineQueries.versionFile(dagId, number, path), enabled: isOwn });
  const old = useQuery({
    ...pipelineQueries.versionFile(dagId, before ?? number, path),
    enabled: before !== null && isOld,
  });
  if (!isOwn && !isOld)
    return <EmptyState icon={<FileX2 aria-hidden />} title={t("file_gone", { number })} />;
  const failed = [own, old].find((query) => query.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if ((isOwn && !own.data) || (before !== null && isOld && !old.data))
    return <Skeleton className="m-4 h-64" />;
  const shown = [own.data, old.data].filter((file) => file !== undefined);
  const unreadable = shown.find(({ text }) => text === null);
  if (unreadable) return <Unreadable file={unreadable} />;
  return (
    <Text
      text={own.data?.text ?? ""}
      before={before === null ? null : (old.data?.text ?? "")}
      path={path}
      label={t("code_of", { file: path, number })}
      line={line}
    />
  );
}

function Text({
  text,
  before,
  path,
  label,
  line = null,
}: {
  text: string;
  before: string | null;
  path: string;
  label: string;
  line?: number | null;
}) {
  const t = useTranslations("pipelines");
  return (
    <>
      <p className="flex min-h-9 items-center gap-2 border-b bg-surface-2 px-4 text-xs">
        <code className="min-w-0 truncate" title={path}>
          {path}
        </code>
        <span className="nums ml-auto shrink-0 text-fg-subtle">
          {t("lines", { count: text === "" ? 0 : text.trimEnd().split("\n").length })}
        </span>
        <CopyButton text={text} label={t("copy_file")} />
      </p>
      {before === text ? (
        <p role="status" className="border-b bg-surface-2 px-4 py-1.5 text-fg-muted text-xs">
          {t("file_same")}
        </p>
      ) : null}
      <CodeView
        text={text}
        before={before === text ? null : before}
        language={languageOf(path)}
        label={label}
        line={line}
      />
    </>
  );
}

function Unreadable({ file }: { file: VersionFile }) {
  const t = useTranslations("pipelines");
  const locale = useLocale();
  return (
    <EmptyState
      icon={<FileX2 aria-hidden />}
      title={file.is_binary ? t("file_binary") : t("file_large")}
      description={bytes(file.size_bytes, locale)}
    />
  );
}
