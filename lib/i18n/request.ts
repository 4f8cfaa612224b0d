import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { fromAcceptLanguage, isLocale, LOCALE_COOKIE } from "@/lib/client/locales";
import { sessionLocale } from "@/lib/http/session";
import { loadMessages } from "./messages";

/**
 * One language per request: chosen in this browser, else the person's own setting, else what the browser asks for.
 * The URL holds no language, so a link means the same page to every teammate.
 */
export default getRequestConfig(async () => {
  const locale = await localeOf();
  return { locale, timeZone: "UTC", messages: loadMessages(locale) };
});

async function localeOf() {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  // A store that is away must not take the page that says so with it.
  const own = await sessionLocale().catch(() => null);
  return isLocale(own) ? own : fromAcceptLanguage((await headers()).get("accept-language"));
}
