"use client";
import { Command } from "cmdk";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useNow } from "@/components/time/clock";
import { cn } from "@/lib/client/cn";
import { browserZone, zoneChoices, zoneOffset } from "@/lib/client/time-zones";

type ZoneListProps = { value: string | null; onChoose: (zone: string | null) => void };

const ROW =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm data-[selected=true]:bg-surface-2";
/** cmdk lower-cases values; no zone has this one. */
const SYSTEM = "system";

export function ZoneList({ value, onChoose }: ZoneListProps) {
  const t = useTranslations("team.profile");
  const now = useNow(false);
  const choices = useMemo(() => zoneChoices(new Date(now)), [now]);
  const own = browserZone();
  return (
    <Command label={t("time_zone")} defaultValue={value ?? SYSTEM} filter={isFound}>
      <Command.Input
        autoFocus
        placeholder={t("zone_search")}
        className="h-9 w-full border-b bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-6 text-center text-fg-muted text-sm">
          {t("zone_none")}
        </Command.Empty>
        <Command.Item
          value={SYSTEM}
          keywords={[own, t("system", { value: "" })]}
          onSelect={() => onChoose(null)}
          className={ROW}
        >
          <ZoneMark chosen={value === null} />
          <span className="min-w-0 flex-1 truncate">{t("system", { value: own })}</span>
          <span className="nums text-fg-subtle text-xs">{zoneOffset(own, new Date(now))}</span>
        </Command.Item>
        {choices.map(({ zone, offset }) => (
          <Command.Item
            key={zone}
            value={zone}
            keywords={[offset]}
            onSelect={() => onChoose(zone)}
            className={ROW}
          >
            <ZoneMark chosen={zone === value} />
            <span className="min-w-0 flex-1 truncate">{zone}</span>
            <span className="nums text-fg-subtle text-xs">{offset}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

/** Matches words of a zone's name or its offset in any case: "seoul", "new york", "+09". */
function isFound(zone: string, search: string, keywords: string[] = []): number {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_/]+/g, " ");
  return [zone, ...keywords].some((text) => plain(text).includes(plain(search).trim())) ? 1 : 0;
}

function ZoneMark({ chosen }: { chosen: boolean }) {
  return <Check aria-hidden className={cn("size-3.5 shrink-0 text-accent", !chosen && "invisible")} />;
}
