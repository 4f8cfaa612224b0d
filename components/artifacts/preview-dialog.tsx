"use client";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { bytes } from "@/lib/client/format";
import { ArtifactViewer } from "./artifact-viewer";
import { artifactQueries, downloadHref, sourceOf } from "./queries";

/** Shows one artifact. The URL has its id, so that a link can be shared. */
export function PreviewDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  return id === null ? null : <OpenPreview key={id} id={id} onClose={onClose} />;
}

function OpenPreview({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("artifacts");
  const locale = useLocale();
  const found = useQuery(artifactQueries.detail(id));
  const artifact = found.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="xl"
      title={<span className="break-all">{artifact?.path ?? t("preview")}</span>}
      description={
        artifact
          ? t("preview_of", {
              task: artifact.task_id,
              type: artifact.content_type,
              size: bytes(artifact.size_bytes, locale),
            })
          : undefined
      }
      footer={
        artifact ? (
          <Button asChild>
            <a href={downloadHref(artifact.id)}>
              <Download aria-hidden />
              {t("download")}
            </a>
          </Button>
        ) : undefined
      }
    >
      {found.isPending ? <Skeleton className="h-64" /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {artifact ? <ArtifactViewer key={artifact.sha256} source={sourceOf(artifact)} /> : null}
    </Dialog>
  );
}
