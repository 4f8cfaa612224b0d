import { cn } from "@/lib/client/cn";

type ProgressBarProps = {
  label: string;
  value: number;
  max: number;
  tone?: "accent" | "success" | "danger" | undefined;
  className?: string | undefined;
};

const FILL = { accent: "bg-accent", success: "bg-state-success", danger: "bg-state-failed" } as const;

export function ProgressBar({ label, value, max, tone = "accent", className }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-surface-3", className)}
    >
      <div
        className={cn("h-full rounded-full transition-[width]", FILL[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}

export type Segment = { key: string; value: number; className: string; label: string };

/** Shares of a whole, such as the tasks of a run by state. Reads as one sentence. */
export function StackedBar({
  label,
  segments,
  className,
}: {
  label: string;
  segments: readonly Segment[];
  className?: string | undefined;
}) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  return (
    <div
      role="img"
      aria-label={label}
      className={cn("flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-surface-3", className)}
    >
      {segments
        .filter((segment) => segment.value > 0)
        .map((segment) => (
          <div
            key={segment.key}
            title={segment.label}
            className={segment.className}
            style={{ width: `${(segment.value / total) * 100}%` }}
          />
        ))}
    </div>
  );
}
