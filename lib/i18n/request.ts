import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { fromAcceptLanguage, isLocale, LOCALE_COOKIE } from "@/lib/client/locales";
import { loadMessages } from "./messages";

/**
 * One language per request: the cookie (which the person's own setting writes at sign-in and on change), else the
 * browser's. The URL holds no language, so a link means the same page to every teammate.
 */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : fromAcceptLanguage((await headers()).get("accept-language"));
  return { locale, timeZone: "UTC", messages: loadMessages(locale) };
});
