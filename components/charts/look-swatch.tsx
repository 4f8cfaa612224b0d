import type { Look } from "./lines";

/** A piece of the line: its colour and its dash. */
export function LookSwatch({ look }: { look: Look }) {
  return (
    <svg aria-hidden width="22" height="8" className="shrink-0">
      <line
        x1="1"
        x2="21"
        y1="4"
        y2="4"
        stroke={`var(${look.color})`}
        strokeWidth="2"
        strokeDasharray={look.dash.join(" ")}
      />
    </svg>
  );
}
