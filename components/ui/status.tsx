"use client";
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  RefreshCw,
  RotateCcw,
  SkipForward,
  Unplug,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";

/** Each state has a shape, a word and a colour. Words: messages `common.state.<key>`. */
export const STATES = {
  queued: { icon: Clock, text: "text-fg-muted", fill: "bg-state-queued", stroke: "var(--state-queued)" },
  running: {
    icon: LoaderCircle,
    text: "text-info",
    fill: "bg-state-running",
    stroke: "var(--state-running)",
  },
  success: {
    icon: CircleCheck,
    text: "text-success",
    fill: "bg-state-success",
    stroke: "var(--state-success)",
  },
  failed: { icon: CircleX, text: "text-danger", fill: "bg-state-failed", stroke: "var(--state-failed)" },
  restarting: {
    icon: RefreshCw,
    text: "text-info",
    fill: "bg-state-running",
    stroke: "var(--state-running)",
  },
  removed: { icon: CircleMinus, text: "text-fg-subtle", fill: "bg-state-none", stroke: "var(--state-none)" },
  up_for_retry: {
    icon: RotateCcw,
    text: "text-warning",
    fill: "bg-state-retry",
    stroke: "var(--state-retry)",
  },
  upstream_failed: {
    icon: CircleAlert,
    text: "text-warning",
    fill: "bg-state-upstream",
    stroke: "var(--state-upstream)",
  },
  skipped: {
    icon: SkipForward,
    text: "text-fg-muted",
    fill: "bg-state-skipped",
    stroke: "var(--state-skipped)",
  },
  cancelled: {
    icon: Ban,
    text: "text-fg-muted",
    fill: "bg-state-cancelled",
    stroke: "var(--state-cancelled)",
  },
  none: { icon: CircleDashed, text: "text-fg-subtle", fill: "bg-state-none", stroke: "var(--state-none)" },
  lost: { icon: Unplug, text: "text-danger", fill: "bg-state-failed", stroke: "var(--state-failed)" },
  paused: {
    icon: CirclePause,
    text: "text-fg-muted",
    fill: "bg-state-cancelled",
    stroke: "var(--state-cancelled)",
  },
  completed: {
    icon: CircleCheck,
    text: "text-success",
    fill: "bg-state-success",
    stroke: "var(--state-success)",
  },
  active: { icon: CircleDot, text: "text-success", fill: "bg-state-success", stroke: "var(--state-success)" },
  draining: { icon: CircleSlash, text: "text-warning", fill: "bg-state-retry", stroke: "var(--state-retry)" },
  offline: { icon: Unplug, text: "text-danger", fill: "bg-state-failed", stroke: "var(--state-failed)" },
} as const satisfies Record<string, { icon: LucideIcon; text: string; fill: string; stroke: string }>;

export type State = keyof typeof STATES;

function isState(value: string): value is State {
  return Object.hasOwn(STATES, value);
}

/** An unknown state is shown by its own name. */
export function useStateLabel(): (state: string) => string {
  const t = useTranslations("common.state");
  return (state) => (isState(state) ? t(state) : state);
}

export function StatusIcon({ state, className }: { state: string; className?: string | undefined }) {
  const look = STATES[isState(state) ? state : "none"];
  const Icon = look.icon;
  return (
    <Icon
      aria-hidden
      className={cn(
        "size-3.5 shrink-0",
        look.text,
        state === "running" && "animate-spin [animation-duration:2s]",
        className,
      )}
    />
  );
}

export function StatusBadge({ state, className }: { state: string; className?: string | undefined }) {
  const label = useStateLabel();
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap align-middle text-sm", className)}
    >
      <StatusIcon state={state} />
      {label(state)}
    </span>
  );
}

/** The state of what the page is about, as a filled sign that is seen from afar. */
export function StatusPill({ state }: { state: string }) {
  const label = useStateLabel();
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 font-semibold text-xs",
        PILL[state] ?? "bg-surface-3 text-fg",
      )}
    >
      <StatusIcon state={state} className={state === "failed" ? "text-current" : undefined} />
      {label(state)}
    </span>
  );
}

const PILL: Record<string, string> = {
  failed: "bg-danger-solid text-[white]",
  success: "bg-success-soft text-success",
  running: "bg-info-soft text-info",
};

export type Dot = { key: string; state: string; title: string; href?: string | undefined };

/**
 * The last runs in a row, oldest first. Ended runs are higher, failed ones have a notch, and the row has a sentence for
 * screen readers, so colour is never the only sign.
 */
export function DotsRow({
  dots,
  label,
  className,
}: {
  dots: readonly Dot[];
  label: string;
  className?: string | undefined;
}) {
  return (
    <span
      role="img"
      aria-label={label}
      className={cn("inline-flex h-5 items-end gap-0.5 align-middle", className)}
    >
      {dots.map((dot) => {
        const state = isState(dot.state) ? dot.state : "none";
        return (
          <span
            key={dot.key}
            title={dot.title}
            className={cn("w-1.5 rounded-[1.5px]", STATES[state].fill, HEIGHT[state] ?? "h-2")}
          />
        );
      })}
    </span>
  );
}

const HEIGHT: Partial<Record<State, string>> = {
  success: "h-3",
  failed: "h-5",
  running: "h-4 animate-pulse",
  cancelled: "h-1.5",
  skipped: "h-1.5",
};
