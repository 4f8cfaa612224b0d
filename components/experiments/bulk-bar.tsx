"use client";
import { FolderInput, RotateCcw, Tag, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CompareButton } from "@/components/comparison/compare-button";
import { Button } from "@/components/ui/button";
import type { Lifecycle } from "@/lib/experiments/schema";
import { useRunDeeds } from "./use-run-deeds";

const TagDialog = dynamic(() => import("./tag-dialog").then((module) => module.TagDialog), { ssr: false });

const MoveDialog = dynamic(() => import("./move-dialog").then((module) => module.MoveDialog), { ssr: false });
const PurgeDialog = dynamic(() => import("./purge-dialog").then((module) => module.PurgeDialog), {
  ssr: false,
});
/** The API removes at most so many for good in one call. */
const MOST_PURGED = 500;

type Props = {
  experimentId: string;
  runIds: readonly string[];
  lifecycle: Lifecycle;
  onDone: () => void;
};

/** What can be done with the selected runs. */
export function BulkBar({ experimentId, runIds, lifecycle, onDone }: Props) {
  const t = useTranslations("experiments");
  const own = useTranslations("experiment_table");
  const [asking, setAsking] = useState<"tag" | "move" | "purge" | null>(null);
  const close = () => setAsking(null);
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
          <Button size="sm" icon={Tag} onClick={() => setAsking("tag")}>
            {t("tag")}
          </Button>
          <Button size="sm" icon={FolderInput} onClick={() => setAsking("move")}>
            {own("move")}
          </Button>
          <Button size="sm" icon={Trash2} onClick={() => deeds.remove(runIds, onDone)}>
            {t("delete")}
          </Button>
        </>
      ) : (
        <>
          <Button size="sm" icon={RotateCcw} onClick={() => deeds.restore(runIds, onDone)}>
            {t("restore")}
          </Button>
          <Button
            size="sm"
            icon={Trash2}
            disabled={runIds.length > MOST_PURGED}
            onClick={() => setAsking("purge")}
          >
            {own("purge")}
          </Button>
        </>
      )}
      <Button size="sm" variant="ghost" onClick={onDone}>
        {t("select_none")}
      </Button>
      {asking === "tag" ? <TagDialog runIds={runIds} onClose={close} /> : null}
      {asking === "move" ? (
        <MoveDialog runIds={runIds} from={experimentId} onClose={close} onDone={onDone} />
      ) : null}
      {asking === "purge" ? (
        <PurgeDialog target={{ of: "runs", ids: runIds }} onClose={close} onDone={onDone} />
      ) : null}
    </section>
  );
}
