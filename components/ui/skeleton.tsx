import { cn } from "@/lib/client/cn";

/** Appears after 120 ms, so that fast replies do not flash. Give it the final size. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <span aria-hidden className="block animate-late">
      <span className={cn("block h-4 animate-pulse rounded-sm bg-surface-3", className)} />
    </span>
  );
}

const WIDTHS = ["w-3/5", "w-4/5", "w-2/5", "w-7/12", "w-1/2"];

export function TableSkeleton({ rows = 8, label }: { rows?: number | undefined; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={row} className="flex h-8 items-center gap-6 border-b px-3 last:border-b-0">
          <Skeleton className="w-24" />
          <div className="flex-1">
            <Skeleton className={WIDTHS[row % WIDTHS.length]} />
          </div>
          <Skeleton className="w-16" />
        </div>
      ))}
    </div>
  );
}
