import { ChevronDown, ChevronUp, Download, Maximize2, Minimize2, WrapText } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/input";

type LogToolbarProps = {
  search: string;
  setSearch: (text: string) => void;
  /** Null: nothing was looked for, or the search still runs. */
  hits: number | null;
  onStep: (step: 1 | -1) => void;
  wrap: boolean;
  setWrap: (wrap: boolean) => void;
  tall: boolean;
  setTall: (tall: boolean) => void;
  downloadHref: string;
};

export function LogToolbar(props: LogToolbarProps) {
  const t = useTranslations("logs");
  const { search, setSearch, hits, onStep, wrap, setWrap, tall, setTall, downloadHref } = props;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput label={t("search")} clearLabel={t("clear")} value={search} onChange={setSearch} />
      <span aria-live="polite" className="nums text-fg-muted text-xs">
        {hits === null ? null : t("hits", { count: hits })}
      </span>
      {hits ? (
        <>
          <IconButton icon={ChevronUp} label={t("previous")} onClick={() => onStep(-1)} />
          <IconButton icon={ChevronDown} label={t("next")} onClick={() => onStep(1)} />
        </>
      ) : null}
      <div className="ml-auto flex items-center gap-1">
        <IconButton icon={WrapText} label={t("wrap")} aria-pressed={wrap} onClick={() => setWrap(!wrap)} />
        <IconButton
          icon={tall ? Minimize2 : Maximize2}
          label={t("tall")}
          aria-pressed={tall}
          onClick={() => setTall(!tall)}
        />
        <Button asChild size="sm" variant="ghost">
          <a href={downloadHref} download>
            <Download aria-hidden className="size-4" />
            {t("download")}
          </a>
        </Button>
      </div>
    </div>
  );
}
