"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Id } from "@/components/ui/id";

/** Runs that the address names and that are not there any more. */
export function MissingRuns({ missing, onDrop }: { missing: readonly string[]; onDrop: () => void }) {
  const t = useTranslations("comparison");
  if (missing.length === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-md bg-warning-soft px-3 py-1.5 text-sm text-warning"
    >
      <span>{t("missing", { count: missing.length })}</span>
      {missing.slice(0, 5).map((id) => (
        <Id key={id} id={id} />
      ))}
      <Button size="sm" className="ml-auto" onClick={onDrop}>
        {t("drop_missing")}
      </Button>
    </div>
  );
}
