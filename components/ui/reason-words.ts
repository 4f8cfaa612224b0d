"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ReasonWords } from "@/lib/client/api-error";

/** The message for a reason; null for a code that this page does not know yet. */
export function useReasonWords(): ReasonWords {
  const t = useTranslations("reasons");
  return useCallback(
    (code, values) => (t.has(code as "required") ? t(code as "required", values) : null),
    [t],
  );
}
