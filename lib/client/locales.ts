const LOCALES = ["en", "ko"] as const;
export type Locale = (typeof LOCALES)[number];
/** Each in its own language. */
export const LANGUAGES: readonly { value: Locale; label: string }[] = [
  { value: "en", label: "English" },
  { value: "ko", label: "한국어" },
];
const DEFAULT_LOCALE: Locale = "en";

/** Cookie of the language switch; wins over the person's setting and Accept-Language. */
export const LOCALE_COOKIE = "gwanje_locale";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The supported language with the highest q value in an Accept-Language header. */
export function fromAcceptLanguage(header: string | null, otherwise: Locale = DEFAULT_LOCALE): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...params] = part.trim().split(";");
      const q = params.map((param) => param.trim()).find((param) => param.startsWith("q="));
      return { language: tag.slice(0, 2).toLowerCase(), q: q ? Number(q.slice(2)) : 1 };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { language } of wanted) if (isLocale(language)) return language;
  return otherwise;
}
