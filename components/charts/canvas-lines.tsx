"use client";
import "uplot/dist/uPlot.min.css";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import uPlot from "uplot";
import { type Hover, plotOptions, tableOf } from "./canvas-plot";
import type { EngineProps } from "./line-chart-props";
import type { Band } from "./lines";
import { readingsAt, widthOf } from "./readout";
import { ReadoutPanel } from "./readout-panel";
import { useThemeName } from "./use-theme-name";

/** Room for the vertical axis, by which the panel is beside the pointer. */
const AXIS_PX = 64;
/** One value for ever, because another one is another plot. */
const NO_BANDS: readonly Band[] = [];
const PANEL_PX = 240;

/** Many lines, or many points, with uPlot. */
export function CanvasLines({
  lines,
  bands = NO_BANDS,
  isLog,
  height,
  formatX,
  formatY,
  onZoom,
  moreText,
}: EngineProps) {
  const box = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const theme = useThemeName();
  const zoom = useEffectEvent((range: { from: number; to: number }) => onZoom?.(range));
  const sayX = useEffectEvent((x: number) => formatX(x));
  const sayY = useEffectEvent((y: number) => formatY(y));
  const canZoom = onZoom !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plot is painted anew for another theme
  useEffect(() => {
    const parent = box.current;
    if (!parent) return;
    const style = getComputedStyle(document.documentElement);
    const plot = new uPlot(
      plotOptions({
        lines,
        bands,
        isLog,
        size: { width: parent.clientWidth, height },
        color: (token) => style.getPropertyValue(token).trim(),
        formatX: (x) => sayX(x),
        formatY: (y) => sayY(y),
        onHover: setHover,
        onZoom: canZoom ? (range) => zoom(range) : null,
      }),
      tableOf(lines, bands),
      parent,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [lines, bands, isLog, height, canZoom, theme]);
  const found = hover ? readingsAt(lines, { ...hover, reach: widthOf(lines) / 20 }) : null;
  return (
    <div ref={box} className="relative min-w-0 overflow-hidden" style={{ height }}>
      {hover && found ? (
        <div
          className="pointer-events-none absolute top-2 z-10"
          style={hover.left > PANEL_PX ? { left: AXIS_PX + 8 } : { right: 12 }}
        >
          <ReadoutPanel
            title={formatX(found.readings[0]?.x ?? hover.x)}
            readings={found.readings}
            more={found.left > 0 ? moreText(found.left) : null}
            formatY={formatY}
          />
        </div>
      ) : null}
    </div>
  );
}
