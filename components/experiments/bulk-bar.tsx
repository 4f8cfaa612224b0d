"use client";
import { RotateCcw, Tag, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CompareButton } from "@/components/comparison/compare-button";
import { Button } from "@/components/ui/button";
import type { Lifecycle } from "@/lib/experiments/schema";
import { useRunDeeds } from "./use-run-deeds";

const TagDialog = dynamic(() => import("./tag-dialog").then((module) => module.TagDialog), { ssr: false });

type Props = { runIds: readonly string[]; lifecycle: Lifecycle; onDone: () => void };

/** What can be done with the selected runs. */
export function BulkBar({ runIds, lifecycle, onDone }: Props) {
  const t = useTranslations("experiments");
  const [tagging, setTagging] = useState(false);
  const deeds = useRunDeeds();
  return (
    <section
      aria-label={t("selection")}
      className="flex flex-wrap items-center gap-2 rounded-lg border bg-surface px-3 py-2 shadow-card"
    >
      <span role="status" className="nums mr-2 text-sm">
        {t("selected", { count: runIds.length })}
      </span>
      <CompareButton runIds={runIds} />
      {lifecycle === "active" ? (
        <>
          <Button size="sm" icon={Tag} onClick={() => setTagging(true)}>
            {t("tag")}
          </Button>
          <Button size="sm" icon={Trash2} onClick={() => deeds.remove(runIds, onDone)}>
            {t("delete")}
          </Button>
        </>
      ) : (
        <Button size="sm" icon={RotateCcw} onClick={() => deeds.restore(runIds, onDone)}>
          {t("restore")}
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onDone}>
        {t("select_none")}
      </Button>
      {tagging ? <TagDialog runIds={runIds} onClose={() => setTagging(false)} /> : null}
    </section>
  );
}
