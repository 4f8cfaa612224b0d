"use client";
import { Ban, CircleCheck, GitCompare, MessageSquare, MoreHorizontal, RotateCcw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { number } from "@/lib/client/format";
import type { BulkKind, BulkTarget } from "./bulk-queries";

const BulkDialog = dynamic(() => import("./bulk-dialog").then((module) => module.BulkDialog), { ssr: false });

type Props = {
  /** "12 selected". */
  words: string;
  target: BulkTarget;
  /** Offered where the loaded rows are selected and there are more. */
  all?: ReactNode;
  /** Address of the comparison, for two runs of one pipeline. */
  compareHref?: string | null | undefined;
  kinds: readonly BulkKind[];
  onNone: () => void;
  onDone: () => void;
};

/** What can be done with the selection; each deed is previewed first. */
export function BulkBar({ words, target, all, compareHref, kinds, onNone, onDone }: Props) {
  const t = useTranslations("run_bulk");
  const [kind, setKind] = useState<BulkKind | null>(null);
  const has = (one: BulkKind) => kinds.includes(one);
  return (
    <section
      aria-label={t("selection")}
      className="flex flex-wrap items-center gap-2 rounded-lg border bg-surface px-3 py-2 shadow-card"
    >
      <span role="status" className="nums mr-1 font-medium text-sm">
        {words}
      </span>
      {all}
      {has("rerun_failed") ? (
        <Button size="sm" variant="primary" icon={RotateCcw} onClick={() => setKind("rerun_failed")}>
          {t("do.rerun_failed")}
        </Button>
      ) : null}
      {has("rerun") && !has("rerun_failed") ? (
        <Button size="sm" variant="primary" icon={RotateCcw} onClick={() => setKind("rerun")}>
          {t("do.rerun_tasks")}
        </Button>
      ) : null}
      {has("cancel") ? (
        <Button size="sm" icon={Ban} onClick={() => setKind("cancel")}>
          {t("do.cancel")}
        </Button>
      ) : null}
      {compareHref ? (
        <Button size="sm" asChild>
          <Link href={compareHref}>
            <GitCompare aria-hidden />
            {t("compare")}
          </Link>
        </Button>
      ) : null}
      {has("note") ? (
        <Menu
          trigger={<IconButton icon={MoreHorizontal} size="sm" label={t("more")} variant="secondary" />}
          align="start"
        >
          <MenuItem icon={RotateCcw} onSelect={() => setKind("rerun")}>
            {t("do.rerun")}
          </MenuItem>
          <MenuItem icon={CircleCheck} onSelect={() => setKind("mark")}>
            {t("do.mark")}
          </MenuItem>
          <MenuItem icon={MessageSquare} onSelect={() => setKind("note")}>
            {t("do.note")}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={Trash2} danger onSelect={() => setKind("delete")}>
            {t("do.delete")}
          </MenuItem>
        </Menu>
      ) : null}
      <Button size="sm" variant="ghost" onClick={onNone}>
        {t("none")}
      </Button>
      {kind ? <BulkDialog kind={kind} target={target} onClose={() => setKind(null)} onDone={onDone} /> : null}
    </section>
  );
}

/** Takes the whole search in place of the rows that are loaded. */
export function SelectMatching({
  count,
  isMore,
  onSelect,
}: {
  count: number;
  isMore: boolean;
  onSelect: () => void;
}) {
  const t = useTranslations("run_bulk");
  const list = useTranslations("run_list");
  const locale = useLocale();
  const text = number(count, locale);
  return (
    <Button size="sm" variant="link" onClick={onSelect}>
      {t("select_matching", { count: isMore ? list("or_more", { count: text }) : text })}
    </Button>
  );
}
