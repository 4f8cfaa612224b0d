import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { fromAcceptLanguage, isLocale, LOCALE_COOKIE } from "@/lib/client/locales";
import { installedLocale, sessionLocale } from "@/lib/http/session";
import { loadMessages } from "./messages";

/**
 * One language for each request: this browser's choice, else the person's setting, else Accept-Language, else the team's. URLs have no
 * language, so a link works for every teammate.
 */
export default getRequestConfig(async () => {
  const locale = await localeOf();
  return { locale, timeZone: "UTC", messages: loadMessages(locale) };
});

async function localeOf() {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  if (isLocale(chosen)) return chosen;
  // When a store is away, the page that reports it must still render.
  const own = await sessionLocale().catch(() => null);
  if (isLocale(own)) return own;
  const team = await installedLocale().catch(() => null);
  return fromAcceptLanguage((await headers()).get("accept-language"), isLocale(team) ? team : undefined);
}
