"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsInteger, useQueryState } from "nuqs";
import { useEffect } from "react";
import { ImagePreview } from "@/components/artifacts/previews";
import { AbsoluteTime } from "@/components/time/time";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { seriesIn } from "./image-series";
import { fileHref, folderQuery } from "./queries";
import type { Picked } from "./use-picked";

/** 5,000 names; a page of more is too long to use. */
const MOST_PAGES = 25;

/** The images that a run logged under one key, by step. The step is in the URL. */
export function ImageSeriesView({ picked, isLive }: { picked: Picked; isLive: boolean }) {
  const t = useTranslations("run_files");
  const [step, setStep] = useQueryState("image_step", parseAsInteger);
  const pages = useInfiniteQuery(folderQuery(picked.owner, picked.path, isLive));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const pageCount = pages.data?.pages.length ?? 0;
  const readsOn = hasNextPage && pageCount < MOST_PAGES;
  useEffect(() => {
    if (readsOn && !isFetchingNextPage) void fetchNextPage();
  }, [readsOn, isFetchingNextPage, fetchNextPage]);
  if (pages.isPending) return <Skeleton className="h-64" />;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  const { series } = seriesIn(pages.data.pages.flatMap(({ data }) => data));
  const images = series.find(({ key }) => key === picked.series)?.images ?? [];
  const last = images.length - 1;
  const chosen = step === null ? last : images.findLastIndex((image) => image.step <= step);
  const at = Math.max(0, chosen);
  const image = images[at];
  if (!image) return <p className="py-8 text-center text-fg-muted text-sm">{t("series_empty")}</p>;
  const go = (next: number) => void setStep(images[next]?.step ?? null);
  const label = t("step_of", { step: image.step, number: at + 1, count: images.length });
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex min-w-0 items-center gap-2">
        <IconButton
          icon={ChevronLeft}
          label={t("step_before")}
          disabled={at === 0}
          onClick={() => go(at - 1)}
        />
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          disabled={last === 0}
          aria-label={t("step")}
          aria-valuetext={label}
          onChange={(event) => go(event.currentTarget.valueAsNumber)}
          className="h-6 min-w-0 flex-1 accent-accent"
        />
        <IconButton
          icon={ChevronRight}
          label={t("step_after")}
          disabled={at === last}
          onClick={() => go(at + 1)}
        />
      </div>
      <p className="nums flex flex-wrap gap-x-3 text-fg-muted text-xs">
        <span role="status">{label}</span>
        <AbsoluteTime at={new Date(image.timestampMs).toISOString()} />
        {hasNextPage && !readsOn ? <span>{t("series_long")}</span> : null}
      </p>
      <ImagePreview
        key={image.path}
        href={fileHref("previews", picked.owner, image.path)}
        path={`${picked.series ?? ""}, ${label}`}
      />
    </div>
  );
}
