import { api, NoReply } from "@/lib/client/api";
import { LOCALE_COOKIE, type Locale } from "@/lib/client/locales";

const YEAR_SECONDS = 31_536_000;

/**
 * The cookie is read by lib/i18n/request on the next render (`router.refresh()` shows it); the person's own setting
 * goes along to their other browsers. A failed save costs only that.
 */
export async function saveLocale(locale: Locale): Promise<void> {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  await api.patch("/me", NoReply, { body: { locale } }).catch(() => {});
}
