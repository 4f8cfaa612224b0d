"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ReasonWords } from "@/lib/client/api-error";

/** Words of the catalogue for a reason; null for a code that is newer than this page. */
export function useReasonWords(): ReasonWords {
  const t = useTranslations("reasons");
  return useCallback(
    (code, values) => (t.has(code as "required") ? t(code as "required", values) : null),
    [t],
  );
}
