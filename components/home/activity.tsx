"use client";
import { useLocale, useTranslations } from "next-intl";
import { runsHref } from "@/components/runs/runs-href";
import { useTimeZone } from "@/components/time/clock";
import { useRangeParams } from "@/components/time/range";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { STATES, StatusIcon, useStateLabel } from "@/components/ui/status";
import { cn } from "@/lib/client/cn";
import { absoluteTime, number, percent } from "@/lib/client/format";
import type { Bucket, HomeReply } from "@/lib/home/schema";
import { labelled, niceMost, ticksOf } from "./axis";

/** From the bottom up: successful runs below the others. */
const ORDER = ["success", "cancelled", "failed", "queued", "running"] as const;
const SHOWN = ["success", "failed", "cancelled", "running", "queued"] as const;
const MOST_LABELS = 6;
const DAY_MS = 86_400_000;

/** What ran: each number and bar leads to the runs it counts, and together they are all of them. */
export function Activity({ home }: { home: HomeReply }) {
  const t = useTranslations("home");
  const label = useStateLabel();
  const locale = useLocale();
  const total = Object.values(home.counts).reduce((sum, count) => sum + count, 0);
  const { success = 0, failed = 0 } = home.counts;
  const step = useStepName();
  const { from, to } = useRangeParams();
  const rate =
    success + failed > 0 ? percent(Math.floor((success / (success + failed)) * 100) / 100, locale) : null;
  return (
    <Card
      title={t("activity")}
      description={t("activity_detail", { bucket: step(home.activity.bucket_ms) })}
      actions={
        <span className="nums text-fg-muted text-sm">
          {rate === null ? null : t("success_rate", { rate })}
        </span>
      }
    >
      <dl className="flex flex-wrap gap-x-8 gap-y-2 pb-3">
        <Tile name={t("all")} count={total} href={runsHref({ from, to })} />
        {SHOWN.map((state) => (
          <Tile
            key={state}
            name={label(state)}
            state={state}
            count={home.counts[state] ?? 0}
            href={runsHref({ state: [state], from, to })}
          />
        ))}
      </dl>
      <Bars
        buckets={home.activity.buckets}
        bucketMs={home.activity.bucket_ms}
        label={t("activity_label", { total, failed })}
      />
    </Card>
  );
}

type TileProps = { name: string; count: number; href: string; state?: string };

function Tile({ name, count, href, state }: TileProps) {
  const locale = useLocale();
  return (
    <div className="min-w-14">
      <dt className="flex items-center gap-1.5 text-fg-subtle text-xs">
        {state ? <StatusIcon state={state} className="animate-none" /> : null}
        {name}
      </dt>
      <dd className={cn("nums font-semibold text-lg", state === "failed" && count > 0 && "text-danger")}>
        <Link href={href} className="rounded-sm hover:underline">
          {number(count, locale)}
          <span className="sr-only"> {name}</span>
        </Link>
      </dd>
    </div>
  );
}

function Bars({ buckets, bucketMs, label }: { buckets: readonly Bucket[]; bucketMs: number; label: string }) {
  const zone = useTimeZone();
  const locale = useLocale();
  const stateLabel = useStateLabel();
  const top = niceMost(Math.max(1, ...buckets.map(totalOf)));
  const ticks = ticksOf(top);
  const labels = new Set(labelled(buckets.length, MOST_LABELS));
  const at = (bucket: Bucket) => absoluteTime(new Date(bucket.start), zone, { seconds: false });
  const name = (bucket: Bucket) =>
    [
      at(bucket),
      ...ORDER.flatMap((state) =>
        bucket.counts[state] ? [`${stateLabel(state)} ${bucket.counts[state]}`] : [],
      ),
    ].join("\n");
  // "2026-11-29 14:30 KST": the day where a bar is one, else the time, with the day at the first.
  const labelOf = (bucket: Bucket, index: number) => {
    const text = at(bucket);
    return bucketMs >= DAY_MS || index === 0
      ? text.slice(5, bucketMs >= DAY_MS ? 10 : 16)
      : text.slice(11, 16);
  };
  return (
    <figure aria-label={label} className="relative pl-8">
      <div className="relative h-32">
        {ticks.map((tick) => (
          <div
            key={tick}
            aria-hidden
            style={{ bottom: `${(tick / top) * 100}%` }}
            className={cn("absolute inset-x-0 border-t", tick > 0 && "border-dashed opacity-60")}
          >
            <span className="nums absolute right-full -translate-y-1/2 whitespace-nowrap pr-2 text-2xs text-fg-subtle">
              {number(tick, locale)}
            </span>
          </div>
        ))}
        <div className="absolute inset-0 flex items-end gap-px sm:gap-0.5">
          {buckets.map((bucket) => (
            // For the pointer only: the numbers above lead keyboards to the same runs.
            <Link
              key={bucket.start}
              href={runsOf(bucket, bucketMs)}
              tabIndex={-1}
              title={name(bucket)}
              className="flex h-full min-w-0 flex-1 flex-col-reverse justify-start gap-px hover:bg-surface-2"
            >
              {ORDER.map((state) => {
                const count = bucket.counts[state] ?? 0;
                return count > 0 ? (
                  <div
                    key={state}
                    className={cn("min-h-0.5 w-full rounded-[1px]", STATES[state].fill)}
                    style={{ height: `${(count / top) * 100}%` }}
                  />
                ) : null;
              })}
            </Link>
          ))}
        </div>
      </div>
      <figcaption aria-hidden className="nums relative h-5 text-2xs text-fg-subtle">
        {buckets.map((bucket, index) =>
          labels.has(index) ? (
            <span
              key={bucket.start}
              style={{ left: `${(index / buckets.length) * 100}%` }}
              className={cn(
                "absolute top-1 whitespace-nowrap border-l pl-1",
                index > 0 && ((index / buckets.length) * MOST_LABELS) % 2 >= 1 && "max-sm:hidden",
              )}
            >
              {labelOf(bucket, index)}
            </span>
          ) : null,
        )}
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
