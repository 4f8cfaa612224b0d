import { ChevronDown, ChevronUp, Clock, Download, Maximize2, Minimize2, WrapText } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/client/cn";
import type { LogView } from "./use-log-view";

type LogToolbarProps = {
  search: string;
  setSearch: (text: string) => void;
  /** Null without a search, or while it runs. `at`: which of them is marked, from 1. */
  hits: { count: number; more: boolean; at: number | null } | null;
  onStep: (step: 1 | -1) => void;
  view: LogView;
  setView: (change: Partial<LogView>) => void;
  isWhole: boolean;
  setWhole: (isWhole: boolean) => void;
  downloadHref: string;
  /** Follows the end of a log that still grows. */
  live: boolean;
};

export function LogToolbar(props: LogToolbarProps) {
  const t = useTranslations("logs");
  const { search, setSearch, hits, onStep, view, setView, isWhole, setWhole, downloadHref, live } = props;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1">
      <SearchInput
        className="w-44 sm:w-52"
        label={t("search")}
        clearLabel={t("clear")}
        value={search}
        onChange={setSearch}
        onKeyUp={(event) => {
          if (event.code === "Enter" && !event.nativeEvent.isComposing) onStep(event.shiftKey ? -1 : 1);
        }}
      />
      <span aria-live="polite" className="nums text-fg-muted text-xs">
        {hits === null
          ? null
          : hits.at === null
            ? t(hits.more ? "hits_more" : "hits", { count: hits.count })
            : t(hits.more ? "hit_of_more" : "hit_of", { at: hits.at, count: hits.count })}
      </span>
      {hits && hits.count > 0 ? (
        <span className="flex">
          <IconButton size="sm" icon={ChevronUp} label={t("previous")} onClick={() => onStep(-1)} />
          <IconButton size="sm" icon={ChevronDown} label={t("next")} onClick={() => onStep(1)} />
        </span>
      ) : null}
      <div className="ml-auto flex items-center gap-0.5">
        {live ? (
          <span className="mr-2 inline-flex items-center gap-1.5 text-info text-xs">
            <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-state-running" />
            {t("live")}
          </span>
        ) : null}
        <Toggle icon={Clock} label={t("times")} on={view.times} onChange={(times) => setView({ times })} />
        <Toggle icon={WrapText} label={t("wrap")} on={view.wrap} onChange={(wrap) => setView({ wrap })} />
        <Tooltip text={t("download")}>
          <a
            href={downloadHref}
            download
            aria-label={t("download")}
            className={cn(buttonClass({ variant: "ghost", size: "sm" }), "w-7 px-0 [&_svg]:size-4")}
          >
            <Download aria-hidden />
          </a>
        </Tooltip>
        <IconButton
          size="sm"
          icon={isWhole ? Minimize2 : Maximize2}
          label={t(isWhole ? "whole_leave" : "whole")}
          shortcut={isWhole ? "Esc" : "f"}
          aria-pressed={isWhole}
          onClick={() => setWhole(!isWhole)}
        />
      </div>
    </div>
  );
}

type ToggleProps = {
  icon: typeof Clock;
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
};

function Toggle({ icon, label, on, onChange }: ToggleProps) {
  return (
    <IconButton
      size="sm"
      icon={icon}
      label={label}
      aria-pressed={on}
      className={on ? "bg-surface-3 text-fg" : undefined}
      onClick={() => onChange(!on)}
    />
  );
}
