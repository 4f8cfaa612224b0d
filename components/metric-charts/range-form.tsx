"use client";
import { ZoomIn } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { Range } from "@/components/charts/line-chart-props";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import type { Axis } from "@/lib/experiments/values";
import { boundOf, boundText } from "./bound-text";

type Props = { axis: Axis; zoom: Range | null; onZoom: (zoom: Range) => void };

/** The zoom with the keyboard. */
export function RangeForm({ axis, zoom, onZoom }: Props) {
  const t = useTranslations("charts");
  const [isOpen, setIsOpen] = useState(false);
  const [isWrong, setIsWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = boundOf(axis, String(form.get("from")));
    const to = boundOf(axis, String(form.get("to")));
    const isRange = from !== null && to !== null && from <= to;
    setIsWrong(!isRange);
    if (!isRange) return;
    setIsOpen(false);
    onZoom({ from, to });
  };
  const field = (name: "from" | "to") => (
    <Field label={t(name)} error={isWrong && name === "to" ? t("wrong_range") : undefined}>
      {(control) => (
        <Input
          {...control}
          name={name}
          defaultValue={zoom ? boundText(axis, zoom[name]) : ""}
          autoComplete="off"
        />
      )}
    </Field>
  );
  return (
    <Popover
      label={t("range")}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button icon={ZoomIn}>{t("range")}</Button>}
      className="w-72 p-3"
    >
      <form onSubmit={submit} className="grid gap-2">
        <p className="text-fg-muted text-xs">{t(`range_units.${axis}`)}</p>
        {field("from")}
        {field("to")}
        <Button type="submit" variant="primary">
          {t("zoom_in")}
        </Button>
      </form>
    </Popover>
  );
}
