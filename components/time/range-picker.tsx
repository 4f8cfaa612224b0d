"use client";
import { ChevronLeft, ChevronRight, Clock, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { cn } from "@/lib/client/cn";
import {
  fromTyped,
  isLive,
  lastOf,
  QUICK_RANGES,
  type RangeText,
  resolveRange,
  shiftRange,
  toTyped,
  zoomOut,
} from "@/lib/client/time-range";
import { useTimeZone } from "./clock";
import { useRangeParams } from "./range";

function useRangeLabel(): (range: RangeText) => string {
  const t = useTranslations("shell.time");
  const zone = useTimeZone();
  return (range) => {
    const last = lastOf(range);
    if (last) return t("last", { length: t(last.unit, { count: last.count }) });
    const now = new Date();
    return `${toTyped(range.from, zone, now).slice(0, 16)} – ${toTyped(range.to, zone, now).slice(0, 16)}`;
  };
}

export function RangePicker() {
  const t = useTranslations("shell.time");
  const keys = useTranslations("shell.keys");
  const range = useRangeParams();
  const label = useRangeLabel();
  const [open, setOpen] = useState(false);
  useHotkeys([
    { keys: "KeyT", label: keys("time_range"), run: () => setOpen(true) },
    { keys: "Minus", label: t("zoom_out"), run: () => range.set(zoomOut(range, new Date())) },
  ]);
  const choose = (next: RangeText) => {
    range.set(next);
    setOpen(false);
  };
  return (
    <Popover
      label={t("label")}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-92 p-0"
      trigger={
        <Button icon={Clock} aria-label={`${t("label")}: ${label(range)}`} className="nums max-w-60">
          <span className="truncate">{label(range)}</span>
        </Button>
      }
    >
      <div className="grid grid-cols-[8.5rem_1fr] max-sm:grid-cols-1">
        <ul className="border-r p-1.5 max-sm:grid max-sm:grid-cols-2 max-sm:border-r-0 max-sm:border-b">
          {QUICK_RANGES.map((length) => {
            const quick = { from: `now-${length}`, to: "now" };
            const active = range.from === quick.from && isLive(range);
            return (
              <li key={length}>
                <button
                  type="button"
                  aria-pressed={active}
                  onClick={() => choose(quick)}
                  className={cn(
                    "h-7 w-full rounded-md px-2 text-left text-sm hover:bg-surface-2",
                    active && "bg-surface-2 font-medium",
                  )}
                >
                  {label(quick)}
                </button>
              </li>
            );
          })}
        </ul>
        <FixedRange key={`${range.from}/${range.to}`} range={range} onApply={choose} />
      </div>
      <div className="flex justify-end gap-1 border-t p-1.5">
        <IconButton
          icon={ChevronLeft}
          size="sm"
          label={t("earlier")}
          onClick={() => range.set(shiftRange(range, new Date(), -0.5))}
        />
        <IconButton
          icon={ChevronRight}
          size="sm"
          label={t("later")}
          onClick={() => range.set(shiftRange(range, new Date(), 0.5))}
        />
        <IconButton
          icon={ZoomOut}
          size="sm"
          label={t("zoom_out")}
          shortcut="-"
          onClick={() => range.set(zoomOut(range, new Date()))}
        />
      </div>
    </Popover>
  );
}

function FixedRange({ range, onApply }: { range: RangeText; onApply: (range: RangeText) => void }) {
  const t = useTranslations("shell.time");
  const zone = useTimeZone();
  const [text, setText] = useState(() => {
    const now = new Date();
    return { from: toTyped(range.from, zone, now), to: toTyped(range.to, zone, now) };
  });
  const [tried, setTried] = useState(false);
  const now = new Date();
  const from = fromTyped(text.from, zone, now);
  const to = fromTyped(text.to, zone, now);
  const ordered = from !== null && to !== null && resolveRange({ from, to }, now) !== null;
  const invalid = (value: string | null) => (tried && value === null ? t("invalid") : undefined);
  return (
    <form
      className="grid content-start gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (from !== null && to !== null && ordered) onApply({ from, to });
      }}
    >
      <Field label={t("from")} error={invalid(from)}>
        {(control) => (
          <Input
            {...control}
            value={text.from}
            onChange={(event) => setText({ ...text, from: event.currentTarget.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label={t("to")}
        error={invalid(to) ?? (tried && from && to && !ordered ? t("order") : undefined)}
        hint={t("hint")}
      >
        {(control) => (
          <Input
            {...control}
            value={text.to}
            onChange={(event) => setText({ ...text, to: event.currentTarget.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="flex items-center justify-between gap-2">
        <span className="text-fg-subtle text-xs">{t("zone", { zone })}</span>
        <Button type="submit" variant="primary" size="sm">
          {t("apply")}
        </Button>
      </div>
    </form>
  );
}
