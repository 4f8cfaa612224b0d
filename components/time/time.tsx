"use client";
import { useLocale } from "next-intl";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/client/cn";
import { absoluteTime, duration, relativeTime } from "@/lib/client/format";
import { useNow, useTimeZone } from "./clock";

type At = string | number | Date;

/** "3 min. ago", the exact instant with its zone on hover and focus. */
export function RelativeTime({ at, className }: { at: At; className?: string | undefined }) {
  const now = useNow();
  const zone = useTimeZone();
  const locale = useLocale();
  const date = new Date(at);
  return (
    <Tooltip text={<span className="nums">{absoluteTime(date, zone)}</span>}>
      <time
        tabIndex={0}
        dateTime={date.toISOString()}
        className={cn("nums whitespace-nowrap rounded-sm", className)}
      >
        {relativeTime(date, new Date(now), locale)}
      </time>
    </Tooltip>
  );
}

/** "2026-11-23 22:15:07 KST", in the given zone or the person's. */
export function AbsoluteTime({
  at,
  zone,
  ms,
  seconds,
  className,
}: {
  at: At;
  zone?: string | undefined;
  ms?: boolean;
  seconds?: boolean;
  className?: string | undefined;
}) {
  const own = useTimeZone();
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} className={cn("nums whitespace-nowrap", className)}>
      {absoluteTime(date, zone ?? own, {
        ...(ms === undefined ? {} : { ms }),
        ...(seconds === undefined ? {} : { seconds }),
      })}
    </time>
  );
}

/** A known duration, or one since `from` that grows until `to`. */
export function Duration(
  props:
    | { ms: number; className?: string | undefined }
    | { from: At; to?: At | null | undefined; className?: string | undefined },
) {
  const live = !("ms" in props) && (props.to === undefined || props.to === null);
  const now = useNow(live);
  const locale = useLocale();
  const length =
    "ms" in props ? props.ms : new Date(props.to ?? now).getTime() - new Date(props.from).getTime();
  return (
    <span className={cn("nums whitespace-nowrap", props.className)}>
      {duration(Math.max(0, length), locale, !live)}
    </span>
  );
}
