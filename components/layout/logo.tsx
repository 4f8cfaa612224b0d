import { cn } from "@/lib/client/cn";

/** A control tower: the cab over its shaft, with the lit window of the watch. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className={cn("size-6", className)}>
      <rect width="24" height="24" rx="6" fill="var(--primary)" />
      <path d="M5.4 5.5h13.2l-1.9 6.2H7.3L5.4 5.5Z" fill="var(--on-primary)" />
      <path d="M10.2 13h3.6l.8 5.8H9.4l.8-5.8Z" fill="var(--on-primary)" opacity={0.6} />
      <path d="M8.9 8.6h6.2" stroke="var(--accent)" strokeWidth={1.5} strokeLinecap="round" />
    </svg>
  );
}
