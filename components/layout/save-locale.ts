import { LOCALE_COOKIE } from "@/lib/client/locales";

const YEAR_SECONDS = 31_536_000;

/** Read by lib/i18n/request on the next render; no reload needed, `router.refresh()` shows it. */
export function saveLocale(locale: "en" | "ko"): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
