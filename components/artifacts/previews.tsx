"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { ArtifactView } from "@/lib/artifacts/schema";
import { PREVIEW_BYTES } from "@/lib/artifacts/values";
import { bytes } from "@/lib/client/format";
import { artifactQueries, previewHref } from "./queries";

type Props = { artifact: ArtifactView };

/** The sha in the address changes when a picture is stored again. */
const sourceOf = ({ id, sha256 }: ArtifactView) => `${previewHref(id)}?sha=${sha256.slice(0, 12)}`;

export function ImagePreview({ artifact }: Props) {
  const t = useTranslations("artifacts");
  const [failed, setFailed] = useState(false);
  if (failed) return <p className="py-8 text-center text-danger text-sm">{t("image_failed")}</p>;
  return (
    <div className="grid place-items-center rounded-lg border bg-white p-3">
      {/* biome-ignore lint/performance/noImgElement: next/image would make the server decode a task's file */}
      <img
        src={sourceOf(artifact)}
        alt={artifact.path}
        onError={() => setFailed(true)}
        className="max-h-[60dvh] max-w-full object-contain"
      />
    </div>
  );
}

/** Sandboxed twice: by this attribute and by the document's own policy. */
export function HtmlPreview({ artifact }: Props) {
  const t = useTranslations("artifacts");
  return (
    <>
      <iframe
        src={sourceOf(artifact)}
        title={artifact.path}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        className="h-[58dvh] w-full rounded-lg border bg-white"
      />
      <p className="mt-2 text-fg-subtle text-xs">{t("sandboxed")}</p>
    </>
  );
}

export function TextPreview({ artifact }: Props) {
  const t = useTranslations("artifacts");
  const locale = useLocale();
  const limitBytes = PREVIEW_BYTES.text;
  const text = useQuery(artifactQueries.text(artifact, limitBytes));
  if (text.isPending) return <Skeleton className="h-64" />;
  if (text.isError) return <ErrorState error={text.error} onRetry={() => void text.refetch()} />;
  if (text.data === "") return <p className="py-8 text-center text-fg-muted text-sm">{t("empty_file")}</p>;
  const part = { limit: bytes(limitBytes, locale), size: bytes(artifact.size_bytes, locale) };
  return (
    <>
      {artifact.size_bytes > limitBytes ? (
        <p className="mb-2 text-fg-muted text-xs" role="status">
          {t("first_part", part)}
        </p>
      ) : null}
      <CodeBlock code={text.data} wrap />
    </>
  );
}
