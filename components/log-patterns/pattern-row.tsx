import { Filter, FilterX } from "lucide-react";
import { useTranslations } from "next-intl";
import { LEVEL_FILL, LEVEL_TEXT } from "@/components/log-search/levels";
import { FieldButton } from "@/components/log-search/record-detail";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Td, Tr } from "@/components/ui/table";
import { cn } from "@/lib/client/cn";
import { compactNumber, percent } from "@/lib/client/format";
import type { LogPattern } from "@/lib/log-records/schema";
import { TemplateText } from "./template-text";

type Props = {
  pattern: LogPattern;
  locale: string;
  onPill: (pill: string) => void;
  onExample: () => void;
};

export function PatternRow({ pattern, locale, onPill, onExample }: Props) {
  const t = useTranslations("log_patterns");
  const levels = useTranslations("discover.levels");
  const { template, filter, count, share, level, services, newness, last_at } = pattern;
  return (
    <Tr className="align-top">
      <Td className="nums w-24 whitespace-nowrap text-right">
        <span title={String(count)}>{compactNumber(count, locale)}</span>
        <span className="block text-2xs text-fg-subtle">{percent(share, locale)}</span>
        <span aria-hidden className="mt-1 block h-1 rounded-full bg-surface-3">
          <span
            className="block h-full rounded-full"
            style={{ width: `${Math.max(share * 100, 2)}%`, background: LEVEL_FILL[level] }}
          />
        </span>
      </Td>
      <Td className="min-w-64">
        <button
          type="button"
          onClick={onExample}
          title={t("example")}
          className="block w-full whitespace-pre-wrap break-all text-left font-mono text-xs leading-5 hover:underline focus-visible:-outline-offset-2"
        >
          {template === "" ? (
            <span className="text-fg-subtle">{t("no_message")}</span>
          ) : (
            <TemplateText template={template} variable={t("variable")} />
          )}
        </button>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-2xs text-fg-subtle">
          <span className={LEVEL_TEXT[level]}>{levels(level)}</span>
          <span className="break-all">{services.filter((name) => name !== "").join(", ")}</span>
          <span>{t.rich("last", { time: () => <RelativeTime at={last_at} /> })}</span>
          {newness === "new" ? <Badge tone="warning">{t("newness.new")}</Badge> : null}
          {newness === "unsure" ? <span>{t("newness.unsure")}</span> : null}
        </span>
      </Td>
      <Td className={cn("w-16 whitespace-nowrap", filter === "" && "invisible")}>
        <span className="flex">
          <FieldButton icon={Filter} label={t("filter_for")} onClick={() => onPill(filter)} />
          <FieldButton icon={FilterX} label={t("filter_out")} onClick={() => onPill(`-(${filter})`)} />
        </span>
      </Td>
    </Tr>
  );
}
