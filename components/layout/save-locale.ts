import { api, NoReply } from "@/lib/client/api";
import { LOCALE_COOKIE, type Locale } from "@/lib/client/locales";

const YEAR_SECONDS = 31_536_000;

/** Stores the language of this browser. lib/i18n/request reads it on the next render (`router.refresh()`). */
export function keepLocale(locale: Locale): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** Returns to the browser's own language. */
export function forgetLocale(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = `${LOCALE_COOKIE}=; path=/; max-age=0; samesite=lax`;
}

/** Also saves the person's setting, for their other browsers. A failure has no other effect. */
export async function saveLocale(locale: Locale): Promise<void> {
  keepLocale(locale);
  await api.patch("/me", NoReply, { body: { locale } }).catch(() => {});
}
