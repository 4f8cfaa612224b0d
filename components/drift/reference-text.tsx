"use client";
import { useLocale, useTranslations } from "next-intl";
import { useTimeZone } from "@/components/time/clock";
import { absoluteTime, number } from "@/lib/client/format";
import type { ReferenceView } from "@/lib/drift/schema";

/** What the inputs are compared with, in a line. */
export function ReferenceText({ reference }: { reference: ReferenceView | null }) {
  const t = useTranslations("drift");
  const locale = useLocale();
  const zone = useTimeZone();
  if (!reference) return t("no_reference_text");
  const { kind, source, state, error, rows, found_by } = reference;
  const time = (at: string | undefined) => absoluteTime(new Date(at ?? ""), zone, { seconds: false });
  const [from, to] = source.split("/");
  const name =
    kind === "window"
      ? t("reference.window", { from: time(from), to: time(to) })
      : t(`reference.${kind}`, { source });
  if (state === "failed")
    return <span className="text-danger">{t("reference.failed", { name, error: error ?? "" })}</span>;
  if (state === "counting") return t("reference.counting", { name });
  const text = t("reference.ready", { name, rows: number(rows ?? 0, locale) });
  return found_by === "lineage" ? `${text} ${t("reference.by_lineage")}` : text;
}
