type Props = { counts: readonly number[]; label: string };

const [WIDTH, HEIGHT] = [96, 28];

/** Counts side by side; what is there at all can be seen. */
export function Bars({ counts, label }: Props) {
  const most = Math.max(...counts, 1);
  const step = WIDTH / Math.max(counts.length, 1);
  const gap = Math.min(1, step / 4);
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block shrink-0"
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className="stroke-border-strong" />
      <path d={barsPath(counts, { most, step, gap })} className="fill-chart-1" />
    </svg>
  );
}

function barsPath(
  counts: readonly number[],
  { most, step, gap }: { most: number; step: number; gap: number },
): string {
  return counts
    .flatMap((count, at) => {
      if (count === 0) return [];
      const height = Math.max(1.5, ((HEIGHT - 2) * count) / most);
      return [
        `M${(at * step).toFixed(2)} ${HEIGHT - 1}v${(-height).toFixed(2)}h${(step - gap).toFixed(2)}V${HEIGHT - 1}z`,
      ];
    })
    .join("");
}
