"use client";
import { Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import type { TrainingRunDetail } from "@/lib/experiments/schema";
import { useRunChange } from "./use-run-change";

const TagForm = dynamic(() => import("./tag-form").then((m) => m.TagForm), { ssr: false });

/** MLflow's own tags say what the page says elsewhere. */
const isOwn = (key: string) => key.startsWith("mlflow.");
/** Stands for a tag that is not there yet; no tag has this name. */
const NEW = "";

/** Tags are written where they stand; each change can be undone. */
export function TagsCard({ run, canWrite }: { run: TrainingRunDetail; canWrite: boolean }) {
  const t = useTranslations("run_page");
  const [editing, setEditing] = useState<string | null>(null);
  const { change, busy } = useRunChange(run.id);
  const all = Object.entries(run.tags).map(([key, value]) => ({ key, value }));
  const tags = all.filter(({ key }) => !isOwn(key));
  const own = all.filter(({ key }) => isOwn(key));
  if (all.length === 0 && !canWrite) return null;
  const save = (key: string, value: string | null) => {
    const was = run.tags[key] ?? null;
    const said = t(value === null ? "tag_removed" : "tag_saved", { key });
    void change({ tags: { [key]: value } }, { tags: { [key]: was } }, said).then(
      (done) => done && setEditing(null),
    );
  };
  const form = (key: string, value: string) => (
    <TagForm
      tag={key === NEW ? null : { key, value }}
      taken={Object.keys(run.tags)}
      busy={busy}
      onSave={save}
      onClose={() => setEditing(null)}
    />
  );
  return (
    <Card
      flush
      title={t("tags", { count: tags.length })}
      actions={
        canWrite ? (
          <Button size="sm" icon={Plus} onClick={() => setEditing(NEW)}>
            {t("add_tag")}
          </Button>
        ) : null
      }
    >
      {editing === NEW ? form(NEW, "") : null}
      <ul aria-label={t("tags_label")}>
        {tags.map(({ key, value }) => (
          <li key={key} className="border-b last:border-b-0">
            {editing === key ? (
              form(key, value)
            ) : (
              <div className="flex min-h-8 min-w-0 items-start gap-2 px-4 py-1">
                <span className="w-2/5 shrink-0 break-words font-mono text-xs leading-6">{key}</span>
                <span className="min-w-0 flex-1 break-words text-sm leading-6">{value}</span>
                {canWrite ? (
                  <span className="flex shrink-0">
                    <IconButton
                      size="sm"
                      icon={Pencil}
                      label={t("edit_tag", { key })}
                      onClick={() => setEditing(key)}
                    />
                    <IconButton
                      size="sm"
                      icon={Trash2}
                      label={t("remove_tag", { key })}
                      disabled={busy}
                      onClick={() => save(key, null)}
                    />
                  </span>
                ) : null}
              </div>
            )}
          </li>
        ))}
      </ul>
      {tags.length === 0 && editing === null ? (
        <p className="px-4 py-4 text-center text-fg-muted text-sm">{t("no_tags")}</p>
      ) : null}
      {own.length > 0 ? <OwnTags tags={own} /> : null}
    </Card>
  );
}

function OwnTags({ tags }: { tags: readonly { key: string; value: string }[] }) {
  const t = useTranslations("run_page");
  return (
    <details className="border-t">
      <summary className="cursor-pointer px-4 py-2 text-fg-muted text-xs">
        {t("own_tags", { count: tags.length })}
      </summary>
      <ul className="max-h-72 overflow-y-auto pb-2">
        {tags.map(({ key, value }) => (
          <li key={key} className="flex min-w-0 items-start gap-2 px-4 py-0.5 text-xs leading-5">
            <span className="w-2/5 shrink-0 break-words font-mono">{key}</span>
            <span className="line-clamp-3 min-w-0 flex-1 break-all text-fg-muted">{value}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
