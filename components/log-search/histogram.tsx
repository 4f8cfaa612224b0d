"use client";
import { useLocale, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTimeZone } from "@/components/time/clock";
import { cn } from "@/lib/client/cn";
import { absoluteTime, number } from "@/lib/client/format";
import { type Bar, barAt, type Histogram, rangeOfBars } from "./histogram-bars";
import { LEVEL_FILL, LEVELS } from "./levels";
import type { Range } from "./queries";

const HEIGHT = 72;
/** Of the picture's own units a bar; the picture is as wide as its box. */
const BAR = 10;
const GAP = 1.5;

/** From one bar to another, in any order. */
type Brush = { anchor: number; at: number };
type Props = { histogram: Histogram; onNarrow: (range: Range) => void };

/** Bars by level. What is drawn across them, or chosen with the arrow keys and Shift, narrows the range. */
export function HistogramChart({ histogram, onNarrow }: Props) {
  const t = useTranslations("discover");
  const [brush, setBrush] = useState<Brush | null>(null);
  const [isDrawn, setDrawn] = useState(false);
  const [focused, setFocused] = useState(false);
  const words = useBarWords(histogram);
  const { bars } = histogram;
  const last = bars.length - 1;
  const highest = Math.max(1, ...bars.map(({ total }) => total));
  const shown = brush ?? (focused ? { anchor: last, at: last } : null);

  const narrow = ({ anchor, at }: Brush) => {
    setBrush(null);
    onNarrow(rangeOfBars(histogram, anchor, at));
  };
  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return barAt((event.clientX - left) / width, bars.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = shown?.at ?? last;
    const next = nextPlace(event.code, at, last);
    if (next !== null) setBrush({ anchor: event.shiftKey ? (shown?.anchor ?? at) : next, at: next });
    else if (event.code === "Enter" && shown) narrow(shown);
    else if (event.code === "Escape" && brush) setBrush(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="grid min-w-0 gap-1">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("histogram_label")}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={shown?.at ?? last}
        aria-valuetext={shown ? words.brush(shown) : t("histogram_keys")}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false);
          setBrush(null);
        }}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = placeOf(event);
          setDrawn(true);
          setBrush({ anchor: at, at });
        }}
        onPointerMove={(event) => {
          const at = placeOf(event);
          setBrush((before) => ({ anchor: isDrawn ? (before?.anchor ?? at) : at, at }));
        }}
        onPointerUp={() => {
          setDrawn(false);
          if (isDrawn && brush) narrow(brush);
        }}
        onPointerCancel={() => {
          setDrawn(false);
          setBrush(null);
        }}
        onPointerLeave={() => {
          if (!isDrawn) setBrush(null);
        }}
        className="relative cursor-crosshair touch-pan-y select-none rounded-sm"
        style={{ height: HEIGHT }}
      >
        <svg
          aria-hidden
          width="100%"
          height={HEIGHT}
          viewBox={`0 0 ${bars.length * BAR} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block"
        >
          {bars.map((bar, at) => (
            <BarShape key={bar.start} bar={bar} at={at} highest={highest} />
          ))}
        </svg>
        {histogram.countedTo === null ? null : <NotCounted histogram={histogram} />}
        {shown ? <BrushShape brush={shown} bars={bars.length} isDrawn={isDrawn} /> : null}
        {shown ? (
          <div
            aria-hidden
            className={cn(
              "nums pointer-events-none absolute -top-1 z-10 max-w-full -translate-y-full whitespace-nowrap rounded-md bg-primary px-2 py-1 text-on-primary text-xs",
              shown.at < bars.length / 2 ? "left-0" : "right-0",
            )}
          >
            {words.brush(shown)}
          </div>
        ) : null}
      </div>
      <div aria-hidden className="nums flex justify-between gap-2 text-2xs text-fg-subtle">
        <span>{words.time(histogram.from)}</span>
        <span className="max-sm:hidden">{words.time((histogram.from + histogram.to) / 2)}</span>
        <span>{words.time(histogram.to)}</span>
      </div>
    </div>
  );
}

function BarShape({ bar, at, highest }: { bar: Bar; at: number; highest: number }) {
  let below = 0;
  return LEVELS.map((level) => {
    const count = bar.levels[level] ?? 0;
    if (count === 0) return null;
    // The least is seen too.
    const height = Math.max(1, (count / highest) * (HEIGHT - 2));
    below += height;
    return (
      <rect
        key={level}
        x={at * BAR + GAP / 2}
        y={HEIGHT - below}
        width={BAR - GAP}
        height={height}
        fill={LEVEL_FILL[level]}
      />
    );
  });
}

/** The part of the range that the count has not come to. */
function NotCounted({ histogram: { from, to, countedTo } }: { histogram: Histogram }) {
  const share = ((countedTo ?? from) - from) / (to - from);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-y-0 left-0 border-border-strong border-r border-dashed bg-surface-2/70"
      style={{ width: `${Math.max(0, share) * 100}%` }}
    />
  );
}

function BrushShape({ brush, bars, isDrawn }: { brush: Brush; bars: number; isDrawn: boolean }) {
  const [first, last] = [Math.min(brush.anchor, brush.at), Math.max(brush.anchor, brush.at)];
  return (
    <div
      aria-hidden
      className={cn(
        "pointer-events-none absolute inset-y-0 bg-accent/15",
        (isDrawn || first !== last) && "border-accent border-x",
      )}
      style={{ left: `${(first / bars) * 100}%`, width: `${((last - first + 1) / bars) * 100}%` }}
    />
  );
}

function nextPlace(code: string, at: number, last: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    PageUp: at - 10,
    PageDown: at + 10,
    Home: 0,
    End: last,
  };
  const next = steps[code];
  return next === undefined ? null : Math.min(last, Math.max(0, next));
}

function useBarWords(histogram: Histogram) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const zone = useTimeZone();
  const time = (ms: number) => absoluteTime(new Date(ms), zone).slice(5, 19);
  return {
    time,
    /** When, how many, and how many of each level. */
    brush({ anchor, at }: Brush): string {
      const [first, last] = [Math.min(anchor, at), Math.max(anchor, at)];
      const chosen = histogram.bars.slice(first, last + 1);
      const total = chosen.reduce((sum, bar) => sum + bar.total, 0);
      const parts = LEVELS.flatMap((level) => {
        const count = chosen.reduce((sum, bar) => sum + (bar.levels[level] ?? 0), 0);
        return count === 0 ? [] : [`${t(`levels.${level}`)} ${number(count, locale)}`];
      });
      const { from, to } = rangeOfBars(histogram, first, last);
      const when = `${time(Date.parse(from))} – ${time(Date.parse(to)).slice(6)}`;
      return [when, t("count", { count: total }), ...parts].join(" · ");
    },
  };
}
