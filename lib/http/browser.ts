import { fromAcceptLanguage, isLocale, LOCALE_COOKIE, type Locale } from "@/lib/client/locales";
import { TIME_ZONE_COOKIE } from "@/lib/client/time-zones";
import { TimeZone } from "@/lib/team/schema";
import { cookieOf } from "./cookie";

/** Language and zone of the browser; null until one of its pages has sent them. */
export function browserOf(headers: Pick<Headers, "get">): { locale: Locale; timeZone: string | null } {
  const cookies = headers.get("cookie");
  const chosen = cookieOf(cookies, LOCALE_COOKIE);
  const zone = TimeZone.safeParse(decoded(cookieOf(cookies, TIME_ZONE_COOKIE) ?? ""));
  return {
    locale: isLocale(chosen) ? chosen : fromAcceptLanguage(headers.get("accept-language")),
    timeZone: zone.success ? zone.data : null,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
