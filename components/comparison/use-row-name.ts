"use client";
import { useTranslations } from "next-intl";
import type { SectionName } from "@/lib/comparison/values";

/** Rows that are no keys of a user but facts of ours. */
const OURS: readonly SectionName[] = ["code", "pipeline", "environment"];

/** A row's name in the reader's language; a key that a run logged stays as it is. */
export function useRowName(): (section: SectionName, key: string) => string {
  const t = useTranslations("comparison");
  return (section, key) => {
    const isOurs = OURS.includes(section) && /^[a-z_]+$/.test(key) && t.has(`row.${key}`);
    return isOurs ? t(`row.${key as "commit"}`) : key;
  };
}
