"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { CARD_POINTS, CARD_PX, MetricCard } from "./metric-card";
import type { MetricView, SetMetricView } from "./use-metric-view";

const GAP_PX = 12;
/** Narrower ones than this say too little. */
const MIN_CARD_PX = 340;
/** Metrics of one request: two or three rows of cards. */
const TOGETHER = 6;

type Props = {
  runId: string;
  keys: readonly string[];
  view: MetricView;
  setView: SetMetricView;
  isRunning: boolean;
  hasMore: boolean;
  onMore: () => void;
};

/** A card for each metric; only those near the window are there, so ten thousand cost no more than ten. */
export function MetricGrid({ runId, keys, view, setView, isRunning, hasMore, onMore }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ width: 0, top: 0 });
  const columns = Math.max(1, Math.floor((place.width + GAP_PX) / (MIN_CARD_PX + GAP_PX)));
  const rows = useWindowVirtualizer({
    count: Math.ceil(keys.length / columns),
    estimateSize: () => CARD_PX + GAP_PX,
    overscan: 1,
    scrollMargin: place.top,
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY);
      const width = element.clientWidth;
      setPlace((known) => (known.top === top && known.width === width ? known : { top, width }));
    };
    measure();
    // What is above grows when it is read.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const shown = place.width === 0 ? [] : rows.getVirtualItems();
  const isAtEnd = shown.length > 0 && (shown.at(-1)?.index ?? 0) >= Math.ceil(keys.length / columns) - 2;
  useEffect(() => {
    if (isAtEnd && hasMore) onMore();
  }, [isAtEnd, hasMore, onMore]);
  return (
    <div ref={box} className="relative min-w-0" style={{ height: rows.getTotalSize() }}>
      {shown.map(({ index, start }) => (
        <div
          key={index}
          className="absolute inset-x-0 grid gap-3"
          style={{
            top: start - place.top,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          }}
        >
          {keys.slice(index * columns, (index + 1) * columns).map((metric, column) => (
            <MetricCard
              key={metric}
              runId={runId}
              metric={metric}
              wish={{
                keys: togetherWith(keys, index * columns + column),
                points: CARD_POINTS,
                axis: view.x,
                zoom: view.zoom,
              }}
              view={view}
              setView={setView}
              isRunning={isRunning}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function togetherWith(keys: readonly string[], index: number): string[] {
  const first = Math.floor(index / TOGETHER) * TOGETHER;
  return keys.slice(first, first + TOGETHER);
}
