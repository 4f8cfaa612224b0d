"use client";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRunName } from "@/components/runs/use-run-name";
import { RelativeTime } from "@/components/time/time";
import { buttonClass } from "@/components/ui/button";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { cn } from "@/lib/client/cn";
import { bytes } from "@/lib/client/format";
import { ArtifactMenu } from "./artifact-menu";
import { downloadHref } from "./queries";
import { rowsTogether } from "./rows-together";

type ArtifactRowsProps = {
  artifacts: readonly ArtifactView[];
  onPreview: (id: string) => void;
  canDelete: boolean;
  /** For lists with artifacts of several runs: those of one run that follow each other stand together. */
  showRun?: boolean;
};

export function ArtifactRows({ artifacts, onPreview, canDelete, showRun = false }: ArtifactRowsProps) {
  const t = useTranslations("artifacts");
  const locale = useLocale();
  const together = rowsTogether(artifacts.map(({ run_id }) => run_id));
  return (
    <Table cards label={t("title")}>
      <thead>
        <tr>
          {showRun ? <Th className="max-sm:hidden">{t("run")}</Th> : null}
          {showRun ? <Th className="max-sm:hidden">{t("pipeline")}</Th> : null}
          <Th>{t("path")}</Th>
          <Th>{t("task")}</Th>
          <Th>{t("type")}</Th>
          <Th className="text-right">{t("size")}</Th>
          <Th>{t("stored")}</Th>
          <Th className="sticky right-0">
            <span className="sr-only">{t("actions")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact, at) => (
          <Tr key={artifact.id} className="group/row">
            {showRun && together[at] ? (
              <RunCells
                artifact={artifact}
                rows={together[at]}
                isLast={at + together[at] === artifacts.length}
              />
            ) : null}
            <Td className={cn("min-w-40 max-w-96 align-baseline", showRun && "sm:first:pl-3")}>
              <PathCell artifact={artifact} onPreview={onPreview} />
              {showRun ? <NarrowRun artifact={artifact} /> : null}
            </Td>
            <Td className="whitespace-nowrap align-baseline">{artifact.task_id}</Td>
            <Td className="whitespace-nowrap align-baseline text-fg-muted text-xs">{typeOf(artifact)}</Td>
            <Td
              className="nums whitespace-nowrap text-right align-baseline"
              title={String(artifact.size_bytes)}
            >
              {bytes(artifact.size_bytes, locale)}
            </Td>
            <Td className="align-baseline">
              <RelativeTime at={artifact.created_at} />
            </Td>
            <Td className="sticky right-0 bg-surface py-0 text-right group-hover/row:bg-surface-2">
              <span className="inline-flex items-center">
                <a
                  href={downloadHref(artifact.id)}
                  aria-label={t("download_of", { path: artifact.path })}
                  title={t("download")}
                  className={cn(buttonClass({ variant: "ghost", size: "sm" }), "w-7 px-0 [&_svg]:size-4")}
                >
                  <Download aria-hidden />
                </a>
                <ArtifactMenu artifact={artifact} canDelete={canDelete} />
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

type RunCellsProps = { artifact: ArtifactView; rows: number; isLast: boolean };

function RunCells({ artifact, rows, isLast }: RunCellsProps) {
  const nameOf = useRunName();
  const look = cn("whitespace-nowrap bg-surface align-baseline max-sm:hidden", isLast && "border-b-0");
  return (
    <>
      <Td rowSpan={rows} className={cn(look, "font-medium")}>
        <Link className="hover:underline" href={runHref(artifact)}>
          {artifact.run ? nameOf(artifact.run) : <Id id={artifact.run_id} copy={false} />}
        </Link>
      </Td>
      <Td rowSpan={rows} className={look}>
        <Link className="hover:underline" href={`/pipelines/${encodeURIComponent(artifact.dag_id)}`}>
          {artifact.dag_id}
        </Link>
      </Td>
    </>
  );
}

/** Where there is no room for columns of the run, it stands below the path. */
function NarrowRun({ artifact }: { artifact: ArtifactView }) {
  const nameOf = useRunName();
  return (
    <Link href={runHref(artifact)} className="block truncate text-fg-muted text-xs sm:hidden">
      {`${artifact.run ? nameOf(artifact.run) : artifact.run_id} · ${artifact.dag_id}`}
    </Link>
  );
}

function PathCell({ artifact, onPreview }: { artifact: ArtifactView; onPreview: (id: string) => void }) {
  const { id, path } = artifact;
  return (
    <button
      type="button"
      title={path}
      className="block min-h-6 max-w-full truncate text-left font-mono text-xs underline decoration-dotted decoration-fg-subtle underline-offset-4 hover:decoration-solid"
      onClick={() => onPreview(id)}
    >
      {path}
    </button>
  );
}

/** Without parameters such as the charset. */
function typeOf(artifact: ArtifactView): string {
  return artifact.content_type.split(";", 1)[0] ?? artifact.content_type;
}

function runHref(artifact: ArtifactView): string {
  return `/pipelines/${encodeURIComponent(artifact.dag_id)}/runs/${encodeURIComponent(artifact.run_id)}`;
}
