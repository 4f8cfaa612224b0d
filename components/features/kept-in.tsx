"use client";
import { FileCode2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { isKept } from "./areas";

type Props = {
  definition: { file_path: string | null; stale_at: string | null };
  /** Also says how to change it. */
  long?: boolean;
};

/** Where a definition came from, if it came from a file. */
export function KeptIn({ definition, long = false }: Props) {
  const t = useTranslations("features.kept");
  const path = definition.file_path;
  if (path === null) return null;
  const kept = isKept(definition);
  const words = t(kept ? "why" : "stale", { path });
  return (
    <span
      title={long ? undefined : words}
      className={cn(
        "flex min-w-0 items-start gap-1.5 text-fg-muted text-xs",
        long && "rounded-md bg-surface-2 px-3 py-2 text-sm",
      )}
    >
      <FileCode2 aria-hidden className={cn("mt-0.5 size-3.5 shrink-0", long && "mt-1")} />
      <span className="min-w-0 break-words">{long || !kept ? words : t("in", { path })}</span>
    </span>
  );
}
