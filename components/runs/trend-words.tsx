"use client";
import { TrendingDown, TrendingUp } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/client/cn";
import { duration, percent } from "@/lib/client/format";
import { changesHref, taskHref } from "./run-href";
import { EARLIER, RECENT, type Trend } from "./trend";

type TrendWordsProps = {
  dagId: string;
  /** Null: the runs themselves. */
  taskId: string | null;
  trend: Extract<Trend, { kind: "slower" | "faster" }>;
  /** The versions between which it changed. */
  versions: { from: number; to: number } | null;
};

/** What has become slower or faster, in a sentence, with the way to what changed in the code. */
export function TrendWords({ dagId, taskId, trend, versions }: TrendWordsProps) {
  const t = useTranslations("pipeline_durations");
  const locale = useLocale();
  const isSlower = trend.kind === "slower";
  const Icon = isSlower ? TrendingUp : TrendingDown;
  return (
    <p className="flex items-baseline gap-2 text-sm">
      <Icon
        aria-hidden
        className={cn("size-4 shrink-0 translate-y-0.5", isSlower ? "text-warning" : "text-success")}
      />
      <span>
        <span className="font-medium">
          {taskId === null ? (
            t(isSlower ? "runs_slower" : "runs_faster")
          ) : (
            <Link href={taskHref(dagId, taskId)} className="break-all hover:underline">
              {t(isSlower ? "task_slower" : "task_faster", { task: taskId })}
            </Link>
          )}
        </span>{" "}
        <span className="nums text-fg-muted">
          {t("medians", {
            recent: duration(trend.recentMs, locale),
            earlier: duration(trend.earlierMs, locale),
            share: `${trend.share > 0 ? "+" : ""}${percent(trend.share, locale, 0)}`,
            last: RECENT,
            before: EARLIER,
          })}
        </span>{" "}
        {versions ? (
          <Link
            href={changesHref(dagId, versions.from, versions.to)}
            className="whitespace-nowrap text-accent hover:underline"
          >
            {t("versions_between", versions)}
          </Link>
        ) : null}
      </span>
    </p>
  );
}
