"use client";
import { useLocale, useTranslations } from "next-intl";
import { KeyValueList } from "@/components/ui/card";
import { bytes } from "@/lib/client/format";
import type { DeletionPreview } from "@/lib/retention/schema";

/** What would be deleted, and why it cannot be now. */
export function DeletionWeight({ preview, of }: { preview: DeletionPreview; of: "run" | "pipeline" }) {
  const t = useTranslations("retention");
  const locale = useLocale();
  const number = (count: number) => <span className="nums">{count.toLocaleString(locale)}</span>;
  return (
    <>
      {preview.refused ? (
        <p role="alert" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
          {t(`refused.${of}.${preview.refused}`)}
        </p>
      ) : null}
      <KeyValueList
        items={[
          ...(of === "pipeline"
            ? [
                { label: t("runs"), value: number(preview.runs) },
                { label: t("versions"), value: number(preview.versions) },
                { label: t("backfills"), value: number(preview.backfills) },
              ]
            : []),
          { label: t("tasks"), value: number(preview.tasks) },
          { label: t("attempts"), value: number(preview.attempts) },
          { label: t("artifacts"), value: number(preview.artifacts) },
          { label: t("size"), value: <span className="nums">{bytes(preview.bytes, locale)}</span> },
        ]}
      />
    </>
  );
}
