"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight, Download, ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useRunName } from "@/components/runs/use-run-name";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { bytes } from "@/lib/client/format";
import { ArtifactViewer } from "./artifact-viewer";
import { artifactQueries, downloadHref, pageHref, sourceOf } from "./queries";

type Props = { id: string | null; onChange: (id: string | null) => void };

/** Shows one artifact. The URL has its id, so that a link can be shared. */
export function PreviewDialog({ id, onChange }: Props) {
  return id === null ? null : <OpenPreview id={id} onChange={onChange} />;
}

function OpenPreview({ id, onChange }: { id: string; onChange: Props["onChange"] }) {
  const t = useTranslations("artifacts");
  const locale = useLocale();
  const runName = useRunName();
  const found = useQuery(artifactQueries.detail(id));
  const artifact = found.data;
  const place = artifact ? [artifact.dag_id, artifact.run ? runName(artifact.run) : artifact.run_id] : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onChange(null))}
      size="xl"
      title={<span className="break-all">{artifact?.path ?? t("preview")}</span>}
      description={
        artifact
          ? [
              ...place,
              t("preview_of", {
                task: artifact.task_id,
                type: artifact.content_type,
                size: bytes(artifact.size_bytes, locale),
              }),
            ].join(" · ")
          : undefined
      }
      footer={artifact ? <Footer artifact={artifact} onChange={onChange} /> : undefined}
    >
      {found.isPending ? <Skeleton className="h-64" /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {artifact ? (
        <ArtifactViewer key={`${artifact.id} ${artifact.sha256}`} source={sourceOf(artifact)} />
      ) : null}
    </Dialog>
  );
}

function Footer({ artifact, onChange }: { artifact: ArtifactView; onChange: Props["onChange"] }) {
  const t = useTranslations("artifacts");
  const runName = useRunName();
  const neighbours = useQuery(artifactQueries.neighbours(artifact.id)).data;
  const [before, after] = [neighbours?.previous ?? null, neighbours?.next ?? null];
  const named = (one: ArtifactView) => (one.run ? runName(one.run) : one.run_id);
  return (
    <>
      <span className="mr-auto flex flex-wrap gap-2">
        <Button icon={ChevronLeft} disabled={before === null} onClick={() => before && onChange(before.id)}>
          {before ? t("previous", { run: named(before) }) : t("no_previous")}
        </Button>
        <Button disabled={after === null} onClick={() => after && onChange(after.id)}>
          {after ? t("next", { run: named(after) }) : t("no_next")}
          <ChevronRight aria-hidden />
        </Button>
      </span>
      <Button asChild>
        <a href={pageHref(artifact.id)} target="_blank" rel="noreferrer">
          <ExternalLink aria-hidden />
          {t("open_tab")}
        </a>
      </Button>
      <Button asChild>
        <a href={downloadHref(artifact.id)}>
          <Download aria-hidden />
          {t("download")}
        </a>
      </Button>
    </>
  );
}
