"use client";
import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect } from "react";
import { keepLocale } from "@/components/layout/save-locale";
import { LANGUAGES } from "@/lib/client/locales";
import { tellZone } from "@/lib/client/time-zones";

/** Language links of the pages before sign-in, each in its own language; typed text is kept. */
export function AuthLanguages() {
  const locale = useLocale();
  const router = useRouter();
  // So that the first page after sign-in uses the browser's zone.
  useEffect(() => void tellZone(), []);
  return (
    <ul className="mt-4 flex justify-center gap-4 text-xs">
      {LANGUAGES.map(({ value, label }) => (
        <li key={value}>
          <button
            type="button"
            lang={value}
            aria-pressed={value === locale}
            className="min-h-6 px-1 text-fg-muted hover:text-fg aria-pressed:font-medium aria-pressed:text-fg"
            onClick={() => {
              keepLocale(value);
              router.refresh();
            }}
          >
            {label}
          </button>
        </li>
      ))}
    </ul>
  );
}
