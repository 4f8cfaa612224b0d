"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Line } from "./lines";

type Props = {
  line: Extract<Line, { kind: "section" }>;
  index: number;
  span: number;
  onFold: (section: string) => void;
};

/** The name of a section, how much of it differs, and what is not shown. */
export function SectionLine({ line, index, span, onFold }: Props) {
  const t = useTranslations("comparison");
  const Icon = line.isFolded ? ChevronRight : ChevronDown;
  const left = Math.max(line.differing, line.shown) - line.shown;
  return (
    <tr aria-rowindex={index} className="h-[34px]">
      <th colSpan={span} scope="rowgroup" className="border-b bg-surface-2 p-0 text-left">
        <button
          type="button"
          aria-expanded={!line.isFolded}
          onClick={() => onFold(line.section)}
          className="sticky left-0 inline-flex h-8 items-center gap-1.5 px-3 font-medium text-sm"
        >
          <Icon aria-hidden className="size-3.5 text-fg-subtle" />
          {t(`sections.${line.section}`)}
          <span className="nums font-normal text-fg-subtle text-xs">
            {t("differing", { differing: line.differing, total: line.total })}
            {left > 0 ? ` ${t("left_out", { count: left })}` : ""}
          </span>
        </button>
      </th>
    </tr>
  );
}
