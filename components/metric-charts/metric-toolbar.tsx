"use client";
import { ZoomOut } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { number } from "@/lib/client/format";
import { AXES } from "@/lib/experiments/values";
import { RangeForm } from "./range-form";
import { useAxisText } from "./use-axis-text";
import { type MetricView, MOST_SMOOTHING, SCALES } from "./use-metric-view";

type View = Pick<MetricView, "x" | "scale" | "smooth" | "zoom">;
type Change = { [Key in keyof View]?: View[Key] | null };
type Props = { view: View; setView: (change: Change) => unknown };

/** Axis, scale and smoothing of charts, and the way back from a zoom. */
export function MetricToolbar({ view, setView }: Props) {
  const t = useTranslations("charts");
  const locale = useLocale();
  const id = useId();
  const axisText = useAxisText(view.x);
  return (
    <>
      <SegmentedControl
        label={t("axis")}
        options={AXES.map((value) => ({ value, label: t(`axes.${value}`) }))}
        value={view.x}
        onChange={(x) => void setView({ x, zoom: null })}
      />
      <SegmentedControl
        label={t("scale")}
        options={SCALES.map((value) => ({ value, label: t(`scales.${value}`) }))}
        value={view.scale}
        onChange={(scale) => void setView({ scale })}
      />
      <label htmlFor={id} className="flex h-8 items-center gap-2 text-fg-muted text-sm">
        {t("smoothing")}
        <input
          id={id}
          type="range"
          min={0}
          max={MOST_SMOOTHING}
          step={0.01}
          value={view.smooth}
          onChange={(event) => void setView({ smooth: event.currentTarget.valueAsNumber || null })}
          className="h-6 w-24 accent-accent"
        />
        <output htmlFor={id} className="nums w-8 text-right text-xs">
          {number(view.smooth, locale)}
        </output>
      </label>
      <RangeForm key={view.x} axis={view.x} zoom={view.zoom} onZoom={(zoom) => void setView({ zoom })} />
      {view.zoom ? (
        <Button size="sm" icon={ZoomOut} onClick={() => void setView({ zoom: null })}>
          {t("zoomed", { from: axisText(view.zoom.from), to: axisText(view.zoom.to) })}
        </Button>
      ) : null}
    </>
  );
}
