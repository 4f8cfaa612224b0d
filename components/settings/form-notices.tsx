"use client";
import { CircleAlert, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Named = { label: string; value: ReactNode };

/** Shown when another person saved first: the present values; the typed text stays. */
export function StaleNotice({ standing }: { standing: readonly Named[] | null }) {
  const t = useTranslations("settings");
  if (!standing) return null;
  return (
    <div role="alert" className="grid gap-1 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      <p className="flex items-start gap-1.5 font-medium">
        <Users aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {t("stale")}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-fg text-xs">
        {standing.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-fg-muted">{label}</dt>
            <dd className="min-w-0 break-words font-mono">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Errors that belong to no field. */
export function GeneralError({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p role="alert" className="flex items-start gap-1.5 text-danger text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {text}
    </p>
  );
}
