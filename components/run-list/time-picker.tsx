"use client";
import { CalendarClock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTimeZone } from "@/components/time/clock";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { cn } from "@/lib/client/cn";
import { fromTyped, toTyped } from "@/lib/client/time-range";
import { isPeriod, PERIODS } from "./period";
import type { ListFilter, ListView } from "./use-list-view";

const ENDS = ["from", "to", "lfrom", "lto"] as const;
type Ends = Pick<ListFilter, (typeof ENDS)[number]>;

/** When runs started, and for which logical dates: a period, or ends that are typed. */
export function TimePicker({ view }: { view: ListView }) {
  const t = useTranslations("run_list");
  const { filter, change } = view;
  const [open, setOpen] = useState(false);
  const text = useTimeWords()(filter).join(", ") || t("any_time");
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t("time")}
      className="w-96"
      trigger={
        <Button icon={CalendarClock} aria-label={`${t("time")}: ${text}`} className="max-w-72">
          <span className="truncate">{text}</span>
        </Button>
      }
    >
      <div className="grid gap-3">
        <h3 className="font-medium text-sm">{t("started")}</h3>
        <ul className="flex flex-wrap gap-1.5">
          {PERIODS.map((period) => (
            <li key={period}>
              <button
                type="button"
                aria-pressed={filter.when === period}
                onClick={() => {
                  change({ when: filter.when === period ? null : period, from: null, to: null });
                  setOpen(false);
                }}
                className={cn(
                  "h-7 rounded-md border px-2.5 text-sm hover:bg-surface-2",
                  filter.when === period && "border-accent bg-accent-soft font-medium",
                )}
              >
                {t(`period.${period}`)}
              </button>
            </li>
          ))}
        </ul>
        <TypedEnds
          key={ENDS.map((end) => filter[end]).join()}
          filter={filter}
          onApply={(ends) => {
            change({ ...ends, when: ends.from === null && ends.to === null ? filter.when : null });
            setOpen(false);
          }}
        />
      </div>
    </Popover>
  );
}

function TypedEnds({ filter, onApply }: { filter: ListFilter; onApply: (ends: Ends) => void }) {
  const t = useTranslations("run_list");
  const time = useTranslations("shell.time");
  const zone = useTimeZone();
  const [tried, setTried] = useState(false);
  const [texts, setTexts] = useState(() => {
    const now = new Date();
    const text = (end: keyof Ends) => (filter[end] === null ? "" : toTyped(filter[end], zone, now));
    return { from: text("from"), to: text("to"), lfrom: text("lfrom"), lto: text("lto") };
  });
  const now = new Date();
  const read = (end: keyof Ends) => (texts[end].trim() === "" ? null : fromTyped(texts[end], zone, now));
  const isWrong = (end: keyof Ends) => texts[end].trim() !== "" && read(end) === null;
  const field = (end: keyof Ends) => (
    <Field
      label={end.endsWith("from") ? time("from") : time("to")}
      error={tried && isWrong(end) ? time("invalid") : undefined}
    >
      {(control) => (
        <Input
          {...control}
          value={texts[end]}
          placeholder="2026-11-28 09:00"
          autoComplete="off"
          onChange={(event) => setTexts({ ...texts, [end]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (ENDS.some(isWrong)) return;
        onApply({ from: read("from"), to: read("to"), lfrom: read("lfrom"), lto: read("lto") });
      }}
    >
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="sr-only">{t("started")}</legend>
        {field("from")}
        {field("to")}
      </fieldset>
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-1 font-medium text-sm">{t("logical_date")}</legend>
        {field("lfrom")}
        {field("lto")}
      </fieldset>
      <div className="flex items-center justify-between gap-2">
        <span className="text-fg-subtle text-xs">{time("zone", { zone })}</span>
        <Button type="submit" variant="primary" size="sm">
          {time("apply")}
        </Button>
      </div>
    </form>
  );
}

/** The times of a filter in words: none, one or two. */
export function useTimeWords(): (filter: ListFilter) => string[] {
  const t = useTranslations("run_list");
  const zone = useTimeZone();
  return (filter) => {
    const now = new Date();
    const text = (end: string | null) =>
      end === null || end === "now" ? "" : toTyped(end, zone, now).slice(0, 16);
    const span = (from: string | null, to: string | null) => `${text(from)} – ${text(to)}`;
    const { when, from, to, lfrom, lto } = filter;
    return [
      isPeriod(when)
        ? t(`period.${when}`)
        : from !== null || to !== null
          ? t("started_span", { span: span(from, to) })
          : "",
      lfrom !== null || lto !== null ? t("logical_span", { span: span(lfrom, lto) }) : "",
    ].filter(Boolean);
  };
}
