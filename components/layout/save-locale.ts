import { api, NoReply } from "@/lib/client/api";
import { LOCALE_COOKIE, type Locale } from "@/lib/client/locales";

const YEAR_SECONDS = 31_536_000;

/** For this browser. Read by lib/i18n/request on the next render (`router.refresh()` shows it). */
export function keepLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** This browser's own language again. */
export function forgetLocale(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = `${LOCALE_COOKIE}=; path=/; max-age=0; samesite=lax`;
}

/** The person's own setting goes along to their other browsers. A failed save costs only that. */
export async function saveLocale(locale: Locale): Promise<void> {
  keepLocale(locale);
  await api.patch("/me", NoReply, { body: { locale } }).catch(() => {});
}
