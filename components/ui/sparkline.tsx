import { cn } from "@/lib/client/cn";

type SparklineProps = {
  values: readonly (number | null)[];
  /** A sentence that describes the line for people who do not see it. */
  label: string;
  width?: number | undefined;
  height?: number | undefined;
  className?: string | undefined;
};

/** A gap in the data is a gap in the line. */
export function Sparkline({ values, label, width = 96, height = 24, className }: SparklineProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={cn("text-chart-1", className)}
    >
      <path
        d={sparkPath(values, width, height)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  let pen = "M";
  return values
    .flatMap((value, index) => {
      if (value === null) {
        pen = "M";
        return [];
      }
      const point = `${pen}${(2 + index * step).toFixed(1)} ${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`;
      pen = "L";
      return [point];
    })
    .join(" ");
}
