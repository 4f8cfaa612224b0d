"use client";
import { useTranslations } from "next-intl";
import { ttlParts } from "./form-texts";

/** How long a value is good for, in the largest unit that has it whole. */
export function Ttl({ seconds }: { seconds: number }) {
  const t = useTranslations("features");
  const { count, unit } = ttlParts(seconds);
  return (
    <span className="nums whitespace-nowrap">
      {seconds === 0 ? t("ttl_never") : t(`ttl_of.${unit}`, { count: Number(count) })}
    </span>
  );
}
