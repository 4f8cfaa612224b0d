"use client";
import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useNow, useTimeZone } from "@/components/time/clock";
import type { ControlProps } from "@/components/ui/field";
import { controlClass } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { cn } from "@/lib/client/cn";
import { zoneOffset } from "@/lib/client/time-zones";

/** Loaded on demand: four hundred zones and their search. */
const ZoneList = dynamic(() => import("./zone-list").then((module) => module.ZoneList), { ssr: false });

type ZonePickerProps = {
  control: ControlProps;
  /** Null for the browser's. */
  value: string | null;
  onChange: (zone: string | null) => void;
};

/** Picks a time zone by name or offset. */
export function ZonePicker({ control, value, onChange }: ZonePickerProps) {
  const t = useTranslations("team.profile");
  const [open, setOpen] = useState(false);
  const shown = useTimeZone();
  const now = new Date(useNow(false));
  const { "aria-required": _, "aria-invalid": invalid, ...rest } = control;
  const zone = value ?? shown;
  const name = `${zone} (${zoneOffset(zone, now)})`;
  return (
    <Popover
      label={t("time_zone")}
      open={open}
      onOpenChange={setOpen}
      className="w-80 p-0"
      trigger={
        <button
          type="button"
          {...rest}
          aria-label={`${t("time_zone")}: ${name}`}
          className={cn(
            controlClass,
            "flex h-8 items-center justify-between gap-2 text-left",
            invalid && "border-danger",
          )}
        >
          <span className="nums truncate">{value === null ? t("system", { value: name }) : name}</span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-fg-subtle" />
        </button>
      }
    >
      <ZoneList
        value={value}
        onChoose={(chosen) => {
          onChange(chosen);
          setOpen(false);
        }}
      />
    </Popover>
  );
}
