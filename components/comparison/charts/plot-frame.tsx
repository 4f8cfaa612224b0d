"use client";
import type { ReactNode } from "react";
import { useWidth } from "@/components/charts/use-width";

export type Mark = { place: number; text: string };
type Props = {
  height: number;
  /** Places from 0 to 1, from the left and from below. */
  xs: readonly Mark[];
  ys: readonly Mark[];
  xName: string;
  yName: string;
  /** Lines across at the marks of y. */
  hasGrid: boolean;
  children: (px: { x: (place: number) => number; y: (place: number) => number }) => ReactNode;
};

const MARGIN = { top: 24, right: 16, bottom: 56, left: 96 };
const MOST_TEXT = 14;
/** Less room than this between names turns them. */
const MIN_NAME_PX = 72;

/** A vertical and a horizontal axis with their names. */
export function PlotFrame({ height, xs, ys, xName, yName, hasGrid, children }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const inner = {
    width: Math.max(0, width - MARGIN.left - MARGIN.right),
    height: height - MARGIN.top - MARGIN.bottom,
  };
  const x = (place: number) => place * inner.width;
  const y = (place: number) => (1 - place) * inner.height;
  const isTurned = xs.length > 1 && inner.width / xs.length < MIN_NAME_PX;
  return (
    <div ref={ref} className="min-w-0">
      <svg aria-hidden data-chart-svg="" width={width} height={height} className="block select-none">
        <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
          <text x={-MARGIN.left} y={-10} fontSize="12" fill="var(--fg-muted)">
            {yName}
          </text>
          <text x={inner.width} y={inner.height + 50} textAnchor="end" fontSize="12" fill="var(--fg-muted)">
            {xName}
          </text>
          {ys.map(({ place, text }) => (
            <g key={`${place} ${text}`} transform={`translate(0,${y(place)})`}>
              {hasGrid ? <line x2={inner.width} stroke="var(--border)" /> : null}
              <text x={-8} dy="0.32em" textAnchor="end" fontSize="12" fill="var(--fg-subtle)">
                <title>{text}</title>
                {short(text)}
              </text>
            </g>
          ))}
          {xs.map(({ place, text }) => (
            <text
              key={`${place} ${text}`}
              transform={`translate(${x(place)},${inner.height + 18})${isTurned ? " rotate(-30)" : ""}`}
              textAnchor={isTurned ? "end" : "middle"}
              fontSize="12"
              fill="var(--fg-subtle)"
            >
              <title>{text}</title>
              {short(text)}
            </text>
          ))}
          {width > 0 ? children({ x, y }) : null}
        </g>
      </svg>
    </div>
  );
}

function short(text: string): string {
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
}
