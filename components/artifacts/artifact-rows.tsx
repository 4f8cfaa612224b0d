"use client";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/time/time";
import { buttonClass } from "@/components/ui/button";
import { Id } from "@/components/ui/id";
import { Link } from "@/components/ui/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { cn } from "@/lib/client/cn";
import { bytes } from "@/lib/client/format";
import { downloadHref } from "./queries";

type ArtifactRowsProps = {
  artifacts: readonly ArtifactView[];
  onPreview: (id: string) => void;
  /** For lists with artifacts of several runs. */
  showRun?: boolean;
  actions?: (artifact: ArtifactView) => ReactNode;
};

export function ArtifactRows({ artifacts, onPreview, showRun = false, actions }: ArtifactRowsProps) {
  const t = useTranslations("artifacts");
  const locale = useLocale();
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>{t("path")}</Th>
          {showRun ? <Th>{t("pipeline")}</Th> : null}
          <Th>{t("task")}</Th>
          {showRun ? <Th>{t("run")}</Th> : null}
          <Th>{t("type")}</Th>
          <Th className="text-right">{t("size")}</Th>
          <Th>{t("stored")}</Th>
          <Th>{t("sha")}</Th>
          <Th className="sticky right-0">
            <span className="sr-only">{t("actions")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {artifacts.map((artifact) => (
          <Tr key={artifact.id} className="group/row">
            <Td className="min-w-40 max-w-96">
              <PathCell artifact={artifact} onPreview={onPreview} />
            </Td>
            {showRun ? (
              <Td className="whitespace-nowrap">
                <Link className="hover:underline" href={`/pipelines/${encodeURIComponent(artifact.dag_id)}`}>
                  {artifact.dag_id}
                </Link>
              </Td>
            ) : null}
            <Td className="whitespace-nowrap">{artifact.task_id}</Td>
            {showRun ? (
              <Td>
                <Link className="hover:underline" href={runHref(artifact)}>
                  <Id id={artifact.run_id} copy={false} />
                </Link>
              </Td>
            ) : null}
            <Td className="whitespace-nowrap text-fg-muted text-xs">{typeOf(artifact)}</Td>
            <Td className="nums whitespace-nowrap text-right" title={String(artifact.size_bytes)}>
              {bytes(artifact.size_bytes, locale)}
            </Td>
            <Td>
              <RelativeTime at={artifact.created_at} />
            </Td>
            <Td>
              <Id id={artifact.sha256} head={8} tail={4} />
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
                {actions?.(artifact)}
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
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
