import { cn } from "@/lib/client/cn";

/** A control tower: the cab over its shaft, with one beam. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" className={cn("size-5", className)}>
      <path d="M5 4.5h14l-2.2 7H7.2L5 4.5Z" fill="currentColor" />
      <path d="M10 13h4l1 7.5H9l1-7.5Z" fill="currentColor" opacity={0.55} />
      <path d="M8.4 8h7.2" stroke="var(--bg)" strokeWidth={1.4} strokeLinecap="round" />
    </svg>
  );
}
