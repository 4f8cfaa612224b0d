"use client";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import { type Brush, WHOLE } from "./brush";
import { numberAt, type Scale } from "./scale";

type Props = {
  column: string;
  scale: Scale;
  brush: Brush | undefined;
  say: (value: number | string) => string;
  onBrush: (stretch: { from: number; to: number }) => void;
};

/** The stretch of one axis with the keyboard: where it begins and where it ends. */
export function RangeInputs({ column, scale, brush, say, onBrush }: Props) {
  const t = useTranslations("comparison_charts");
  const { from, to } = brush ?? { from: 0, to: WHOLE };
  const step = scale.kind === "words" ? WHOLE / Math.max(1, scale.words.length - 1) : WHOLE / 100;
  const valueAt = (place: number) => {
    if (scale.kind !== "words") return say(numberAt(scale, place / WHOLE));
    return scale.words[Math.round((place / WHOLE) * (scale.words.length - 1))] ?? "";
  };
  const input = (end: "from" | "to") => {
    const place = end === "from" ? from : to;
    return (
      <label className="grid grid-cols-[2.5rem_1fr] items-center gap-1 text-fg-subtle text-xs">
        {t(end)}
        <input
          type="range"
          min={0}
          max={WHOLE}
          step={step}
          value={place}
          aria-label={t(end === "from" ? "range_from" : "range_to", { column })}
          aria-valuetext={valueAt(place)}
          onChange={(event) => {
            const next = Math.round(event.currentTarget.valueAsNumber);
            onBrush(end === "from" ? { from: Math.min(next, to), to } : { from, to: Math.max(next, from) });
          }}
          className="h-6 w-full accent-accent"
        />
      </label>
    );
  };
  return (
    <fieldset className="min-w-0 rounded-md border px-2 pb-1">
      <legend className="max-w-full truncate px-1 font-mono text-xs">{column}</legend>
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          {input("from")}
          {input("to")}
          <p className="nums truncate text-fg-muted text-xs">
            {t("range", { from: valueAt(from), to: valueAt(to) })}
          </p>
        </div>
        {brush ? (
          <IconButton
            size="sm"
            icon={X}
            label={t("clear_range", { column })}
            onClick={() => onBrush({ from: 0, to: WHOLE })}
          />
        ) : null}
      </div>
    </fieldset>
  );
}
