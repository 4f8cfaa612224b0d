"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { ArtifactViewer } from "@/components/artifacts/artifact-viewer";
import { buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { CopyPython } from "./copy-python";
import { ImageSeriesView } from "./image-series-view";
import { fileSource, pythonOf } from "./queries";
import type { Picked } from "./use-picked";

/** What was picked, with what one does with it. */
export function FileView({ picked, isLive }: { picked: Picked; isLive: boolean }) {
  const t = useTranslations("run_files");
  const source = fileSource(picked.owner, picked.path);
  const isSeries = picked.series !== null;
  return (
    <section aria-label={t("file")} className="grid min-w-0 content-start gap-3 p-4">
      <header className="flex min-w-0 flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-[1_1_14rem] break-all font-mono text-sm">
          {picked.series ?? picked.path}
        </h3>
        <CopyButton text={picked.path} label={t("copy_path")} />
        <CopyPython text={pythonOf(picked.owner, picked.path)} />
        {isSeries ? null : (
          <a href={source.downloadHref} className={buttonClass({ size: "sm" })}>
            <Download aria-hidden />
            {t("download")}
          </a>
        )}
      </header>
      {isSeries ? (
        <ImageSeriesView key={picked.series} picked={picked} isLive={isLive} />
      ) : (
        <ArtifactViewer key={`${picked.owner.id}/${picked.path}`} source={source} />
      )}
    </section>
  );
}
