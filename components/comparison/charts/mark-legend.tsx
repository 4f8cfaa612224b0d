import { MARKS, type ScatterPoint } from "./scatter-points";

type Props = { label: string; groups: readonly { word: string; points: readonly ScatterPoint[] }[] };

/** Which mark and colour stand for which word. */
export function MarkLegend({ label, groups }: Props) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-x-4 gap-y-1 pt-2 text-fg-muted text-xs">
      {groups.map(({ word, points }, at) => (
        <li key={word} className="flex min-w-0 items-center gap-1.5">
          <svg aria-hidden width="14" height="14" viewBox="-7 -7 14 14" className="shrink-0">
            <path d={MARKS[at % MARKS.length]} fill={points[0]?.color ?? "var(--fg-subtle)"} />
          </svg>
          <span className="truncate">{`${word} (${points.length})`}</span>
        </li>
      ))}
    </ul>
  );
}
