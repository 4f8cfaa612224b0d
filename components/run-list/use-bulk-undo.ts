"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/ui/states";
import { toast } from "@/components/ui/toaster";
import type { BulkResult } from "@/lib/run-bulk/schema";
import { type BulkKind, markRun, setRunNote } from "./bulk-queries";

/** Puts notes and marks back as they were; null for what cannot be undone. */
export function useBulkUndo(): (kind: BulkKind, done: readonly BulkResult[]) => (() => void) | null {
  const t = useTranslations("run_bulk");
  const client = useQueryClient();
  const errorText = useErrorText();
  return (kind, done) => {
    if (kind !== "note" && kind !== "mark") return null;
    const back = async () => {
      for (const { id, before } of done)
        await (kind === "note" ? setRunNote(id, before) : markRun(id, before ?? "failed"));
    };
    return () =>
      void back()
        .then(() => toast.success(t("undone", { count: done.length })))
        .catch((error: unknown) => toast.error(errorText(error).text))
        .finally(() => client.invalidateQueries({ queryKey: ["runs"] }));
  };
}
