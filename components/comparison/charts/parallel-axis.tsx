"use client";
import { useRef, useState } from "react";
import { type Brush, WHOLE } from "./brush";
import { type Scale, ticksOf } from "./scale";

/** Room at both sides of an axis in which a stretch is drawn. */
const GRIP_PX = 14;
const MOST_LABEL = 16;

type Props = {
  name: string;
  scale: Scale;
  x: number;
  height: number;
  brush: Brush | undefined;
  say: (value: number | string) => string;
  onBrush: (stretch: { from: number; to: number }) => void;
};

/** One axis of parallel coordinates. A stretch is drawn with the pointer; a click clears it. */
export function ParallelAxis({ name, scale, x, height, brush, say, onBrush }: Props) {
  const grip = useRef<SVGRectElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const placeAt = (clientY: number) => {
    const box = grip.current?.getBoundingClientRect();
    if (!box) return 0;
    const share = 1 - (clientY - box.top) / box.height;
    return Math.round(Math.min(1, Math.max(0, share)) * WHOLE);
  };
  const y = (place: number) => height * (1 - place);
  const shown = drag ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : brush;
  return (
    <g transform={`translate(${x},0)`}>
      <text y={-12} textAnchor="middle" fontSize="12" fontWeight="600" fill="var(--fg)">
        <title>{name}</title>
        {short(name)}
      </text>
      <line y1={0} y2={height} stroke="var(--border-strong)" />
      {ticksOf(scale).map(({ place, value }) => (
        <g key={String(value)} transform={`translate(0,${y(place)})`}>
          <line x1={-4} x2={0} stroke="var(--border-strong)" />
          <text
            x={-7}
            dy="0.32em"
            textAnchor="end"
            fontSize="11"
            fill="var(--fg-subtle)"
            stroke="var(--surface)"
            strokeWidth="3"
            paintOrder="stroke"
          >
            {short(say(value))}
          </text>
        </g>
      ))}
      {shown ? (
        <rect
          x={-5}
          width={10}
          y={y(shown.to / WHOLE)}
          height={Math.max(2, ((shown.to - shown.from) / WHOLE) * height)}
          fill="var(--accent)"
          fillOpacity={0.25}
          stroke="var(--accent)"
        />
      ) : null}
      <rect
        ref={grip}
        x={-GRIP_PX}
        width={2 * GRIP_PX}
        y={0}
        height={height}
        fill="transparent"
        className="cursor-ns-resize touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const place = placeAt(event.clientY);
          setDrag({ from: place, to: place });
        }}
        onPointerMove={(event) => {
          if (drag) setDrag({ ...drag, to: placeAt(event.clientY) });
        }}
        onPointerUp={() => {
          if (drag) onBrush(Math.abs(drag.to - drag.from) < WHOLE / 50 ? { from: 0, to: WHOLE } : drag);
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
      />
    </g>
  );
}

function short(text: string): string {
  return text.length > MOST_LABEL ? `${text.slice(0, MOST_LABEL - 1)}…` : text;
}
