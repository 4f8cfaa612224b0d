"use client";
import { useLocale, useTranslations } from "next-intl";
import { runsHref } from "@/components/runs/runs-href";
import { useTimeZone } from "@/components/time/clock";
import { useRangeParams } from "@/components/time/range";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { STATES, StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { absoluteTime, number } from "@/lib/client/format";
import type { Bucket, HomeReply } from "@/lib/home/schema";

/** From the bottom up: successful runs below the others. */
const ORDER = ["success", "cancelled", "failed", "queued", "running"] as const;
const SHOWN = ["success", "failed", "running", "queued", "cancelled"] as const;

export function Activity({ home }: { home: HomeReply }) {
  const t = useTranslations("home");
  const label = useStateLabel();
  const locale = useLocale();
  const total = Object.values(home.counts).reduce((sum, count) => sum + count, 0);
  const failed = home.counts.failed ?? 0;
  const step = useStepName();
  const { from, to } = useRangeParams();
  return (
    <Card title={t("activity")} description={t("activity_detail", { bucket: step(home.activity.bucket_ms) })}>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-4 pt-1">
        <dl className="grid grid-cols-2 gap-x-8 gap-y-3">
          {SHOWN.filter((state) => state !== "cancelled" || home.counts[state]).map((state) => (
            <div key={state} className="min-w-20">
              <dt className="flex items-center gap-1.5 text-fg-subtle text-xs">
                <StatusIcon state={state} className="animate-none" />
                {label(state)}
              </dt>
              <dd className="nums font-semibold text-xl">
                <Link href={runsHref({ state: [state], from, to })} className="rounded-sm hover:underline">
                  {number(home.counts[state] ?? 0, locale)}
                  <span className="sr-only"> {label(state)}</span>
                </Link>
              </dd>
            </div>
          ))}
        </dl>
        <Bars
          buckets={home.activity.buckets}
          bucketMs={home.activity.bucket_ms}
          label={t("activity_label", { total, failed })}
        />
      </div>
    </Card>
  );
}

function Bars({ buckets, bucketMs, label }: { buckets: readonly Bucket[]; bucketMs: number; label: string }) {
  const zone = useTimeZone();
  const stateLabel = useStateLabel();
  const most = Math.max(1, ...buckets.map(totalOf));
  const first = buckets[0];
  const last = buckets.at(-1);
  const name = (bucket: Bucket) =>
    [
      absoluteTime(new Date(bucket.start), zone, { seconds: false }),
      ...ORDER.flatMap((state) =>
        bucket.counts[state] ? [`${stateLabel(state)} ${bucket.counts[state]}`] : [],
      ),
    ].join("\n");
  return (
    <figure aria-label={label} className="min-w-60 flex-1">
      <div className="flex h-24 items-end gap-px border-b sm:gap-0.5">
        {buckets.map((bucket) => (
          // For the pointer only: the tiles beside it lead keyboards to the same runs.
          <Link
            key={bucket.start}
            href={runsOf(bucket, bucketMs)}
            tabIndex={-1}
            title={name(bucket)}
            className="group flex h-full min-w-0 flex-1 flex-col-reverse justify-start gap-px hover:bg-surface-2"
          >
            {ORDER.map((state) => {
              const count = bucket.counts[state] ?? 0;
              return count > 0 ? (
                <div
                  key={state}
                  className={cn(
                    "min-h-0.5 w-full rounded-[1px]",
                    STATES[state].fill,
                    state === "success" && "opacity-55",
                  )}
                  style={{ height: `${(count / most) * 100}%` }}
                />
              ) : null;
            })}
          </Link>
        ))}
      </div>
      <figcaption aria-hidden className="nums flex justify-between pt-1 text-2xs text-fg-subtle">
        <span>{first ? absoluteTime(new Date(first.start), zone, { seconds: false }) : null}</span>
        <span>{last ? absoluteTime(new Date(last.start), zone, { seconds: false }) : null}</span>
      </figcaption>
    </figure>
  );
}

/** "30 minutes", "6 hours", "7 days": buckets are whole steps, see lib/home/buckets. */
function useStepName(): (ms: number) => string {
  const t = useTranslations("shell.time");
  return (ms) => {
    const minutes = ms / 60_000;
    if (minutes < 60) return t("minutes", { count: minutes });
    return minutes < 1440 ? t("hours", { count: minutes / 60 }) : t("days", { count: minutes / 1440 });
  };
}

/** The runs that a bar counts. */
function runsOf({ start }: Bucket, lengthMs: number): string {
  return runsHref({ from: start, to: new Date(Date.parse(start) + lengthMs).toISOString() });
}

function totalOf(bucket: Bucket): number {
  return ORDER.reduce((sum, state) => sum + (bucket.counts[state] ?? 0), 0);
}
