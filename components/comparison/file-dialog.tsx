"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ImagePreview } from "@/components/artifacts/previews";
import { headQuery } from "@/components/artifacts/source";
import { TablePreview } from "@/components/artifacts/table-preview";
import { fileSource } from "@/components/run-files/queries";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { ApiError } from "@/lib/client/api";
import { bytes } from "@/lib/client/format";
import type { ComparedRun } from "@/lib/comparison/schema";
import { comparableText, languageOfFile } from "./file-text";

const CodeView = dynamic(
  () => import("@/components/pipelines/code/code-view").then((module) => module.CodeView),
  {
    ssr: false,
    loading: () => <Skeleton className="h-64" />,
  },
);

type Props = { base: ComparedRun; other: ComparedRun; path: string; onClose: () => void };

/** One file of two runs: texts as a line diff, pictures and tables side by side. */
export function FileDialog({ base, other, path, onClose }: Props) {
  const t = useTranslations("comparison");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="xl"
      title={<span className="break-all">{path}</span>}
      description={t("files_of", { base: base.name, other: other.name })}
      footer={[base, other].map((run) => (
        <Button key={run.id} asChild>
          <a href={sourceOf(run, path).downloadHref}>
            <Download aria-hidden />
            <span className="max-w-40 truncate">{run.name}</span>
          </a>
        </Button>
      ))}
    >
      <Difference base={base} other={other} path={path} />
    </Dialog>
  );
}

const sourceOf = (run: ComparedRun, path: string) => fileSource({ kind: "run", id: run.id }, path);

function Difference({ base, other, path }: Omit<Props, "onClose">) {
  const t = useTranslations("comparison");
  const own = useQuery({ ...headQuery(sourceOf(base, path), "auto"), retry: false });
  const its = useQuery({ ...headQuery(sourceOf(other, path), "auto"), retry: false });
  const failed = [own, its].find(({ error }) => error !== null && !isGone(error));
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (own.isPending || its.isPending) return <Skeleton className="h-64" />;
  const [mine, theirs] = [own.data ?? null, its.data ?? null];
  const known = mine ?? theirs;
  if (!known) return <p className="text-fg-muted text-sm">{t("file_gone")}</p>;
  if (known.kind === "text" && (mine?.kind ?? "text") === (theirs?.kind ?? "text"))
    return <TextDifference mine={mine} theirs={theirs} names={[base.name, other.name]} />;
  return (
    <div className="grid min-w-0 gap-4 md:grid-cols-2">
      {[[base, mine] as const, [other, theirs] as const].map(([run, head]) => (
        <Side key={run.id} name={run.name} head={head}>
          {head ? <Shown head={head} href={sourceOf(run, path).previewHref} /> : null}
        </Side>
      ))}
    </div>
  );
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === "NOT_FOUND";
}

function Side({ name, head, children }: { name: string; head: ArtifactHead | null; children: ReactNode }) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  return (
    <section aria-label={name} className="grid min-w-0 content-start gap-2">
      <h3 className="truncate font-medium text-sm">
        {name}{" "}
        <span className="nums font-normal text-fg-subtle text-xs">
          {head ? bytes(head.size_bytes, locale) : t("not_in_run")}
        </span>
      </h3>
      {children}
    </section>
  );
}

function Shown({ head, href }: { head: ArtifactHead; href: string }) {
  const t = useTranslations("comparison");
  if (head.kind === "image") return <ImagePreview href={href} path={head.path} />;
  if (head.kind === "table" && head.table)
    return (
      <>
        {head.is_whole ? null : (
          <p className="text-fg-muted text-xs">{t("first_rows", { rows: head.table.rows.length })}</p>
        )}
        <TablePreview table={head.table} label={head.path} />
      </>
    );
  return <p className="text-fg-muted text-sm">{t("no_file_diff")}</p>;
}

type TextProps = { mine: ArtifactHead | null; theirs: ArtifactHead | null; names: readonly [string, string] };

/** The baseline is what the other text is told apart from. */
function TextDifference({ mine, theirs, names }: TextProps) {
  const t = useTranslations("comparison");
  const locale = useLocale();
  const [before, text] = [mine, theirs].map((head) => (head ? comparableText(head) : ""));
  const cut = [mine, theirs].filter((head) => head && !head.is_whole);
  const limit = Math.max(0, ...cut.map((head) => head?.shown_bytes ?? 0));
  const path = mine?.path ?? theirs?.path ?? "";
  return (
    <div className="grid min-w-0 gap-2">
      {cut.length > 0 ? (
        <p role="status" className="text-fg-muted text-xs">
          {t("first_bytes", { limit: bytes(limit, locale) })}
        </p>
      ) : null}
      {mine && theirs && before === text ? (
        <p role="status" className="text-fg-muted text-sm">
          {t("file_same")}
        </p>
      ) : null}
      {mine && theirs ? null : (
        <p role="status" className="text-fg-muted text-sm">
          {t("only_in", { name: names[mine ? 0 : 1] })}
        </p>
      )}
      <CodeView
        text={text ?? ""}
        before={before === text ? null : (before ?? "")}
        language={languageOfFile(path)}
        label={t("file_diff", { path })}
      />
    </div>
  );
}
