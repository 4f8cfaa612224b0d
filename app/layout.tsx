import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import "./globals.css";
import { Providers } from "./providers";

// Latin letters and the most common syllables are preloaded; globals.css loads the other subsets by unicode-range.
const latin = localFont({
  src: "../node_modules/pretendard/dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.91.woff2",
  variable: "--font-latin",
  weight: "45 920",
  display: "swap",
});

/**
 * For code and logs: 40 KB, loaded where some is shown. Letters are as wide as those of the fonts before it in globals.css,
 * so nothing moves when it arrives.
 */
const mono = localFont({
  src: "../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
  variable: "--font-mono-latin",
  weight: "100 800",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
});
/** Hangul in code and logs: 520 KB, loaded with the first syllable. A syllable is two letters wide. */
const hangul = localFont({
  src: "../node_modules/@fontsource/nanum-gothic-coding/files/nanum-gothic-coding-korean-400-normal.woff2",
  variable: "--font-mono-hangul",
  weight: "400",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: "unicode-range", value: "U+1100-11FF, U+3000-303F, U+3130-318F, U+AC00-D7A3, U+FF00-FFEF" },
    { prop: "size-adjust", value: "120%" },
  ],
});

export const metadata: Metadata = {
  title: { default: "Gwanje", template: "%s · Gwanje" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fafafb" },
    { media: "(prefers-color-scheme: dark)", color: "#0e0f12" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html
      lang={locale}
      className={`${latin.variable} ${mono.variable} ${hangul.variable}`}
      suppressHydrationWarning
    >
      <body>
        <NextIntlClientProvider>
          <Providers nonce={nonce}>{children}</Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
