"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { ApiError } from "@/lib/client/api-error";

const STALE_MS = 30_000;
const MAX_RETRIES = 2;

/** Packages that add style elements at run time (scroll lock of dialogs) look here for the nonce. */
declare global {
  var __webpack_nonce__: string | undefined;
}

/** What every page needs, sign-in too; the console adds its own in components/layout/console-providers. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  if (typeof window !== "undefined") globalThis.__webpack_nonce__ = nonce;
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </ThemeProvider>
  );
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        // What the server refused it will refuse again; only silence and overload are worth another try.
        retry: (count, error) =>
          count < MAX_RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
      },
    },
  });
}
